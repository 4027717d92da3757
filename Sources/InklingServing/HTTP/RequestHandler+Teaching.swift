import HTTPTypes
import HummingbirdCore
import InklingFiles
import InklingStore
import NIOCore
import Synchronization

extension RequestHandler {
  /// - Throws: 404 where no corrections are kept, for an unknown model, and for one that is not taught. What was given for that
  ///   one before is still deleted.
  func answer(
    _ request: HeldRequest, _ route: TeachingRoute, _ query: String, _ channel: any Channel
  ) async throws(ServedFault) -> ServedAnswer {
    let isReading = request.method == .get || request.method == .head
    let name = try Self.modelName(query)
    // What the request lacks is said whether there is such a model or not.
    if route == .corrections, !isReading { _ = try Self.contributor(request) }
    if route == .corrections, request.method == .delete, let desks {
      return try await deleteCorrections(request, desks, of: name)
    }
    guard let desk = try desks?.desk(name) else {
      if route == .corrections, isReading { return try await untaughtCorrections(request, name) }
      throw try desks?.refusal(name) ?? ServedFault(404, "this server keeps no corrections; start it with --store")
    }
    // Its file may have been replaced by a model that cannot be taught.
    if desk.whyNotTaught != nil, route == .corrections || route == .state {
      if route == .corrections, isReading { return try await untaughtCorrections(request, name) }
      if !isReading, let refusal = try desks?.refusal(name) { throw refusal }
    }
    switch route {
    case .corrections:
      if isReading { return try await corrections(request, desk) }
      return try await correct(request, desk)
    case .state where isReading: break
    case .state:
      try await requireNothing(request)
      guard try await desk.withStore({ store throws(InputError) in try store.count(model: desk.name) }) > 0 else {
        throw ServedFault(409, "there are no corrections yet")
      }
      try desk.start()
    case .events: return events(desk, channel)
    case .accept:
      try await requireNothing(request)
      try await Self.change { () throws(ServedFault) in try desk.accept() }
    case .discard:
      try await requireNothing(request)
      try desk.discard()
    case .versions: return try await versions(desk)
    case .serve(let text):
      try await requireNothing(request)
      guard let version = Int(text), version > 0, String(version) == text else {
        throw ServedFault(404, "there is no version '\(ServedFault.short(text))'")
      }
      try await Self.change { () throws(ServedFault) in try desk.choose(version) }
      return try await versions(desk)
    }
    return ServedAnswer(json: TeachingDocuments.state(desk.state.state))
  }

  /// What a body says here would not be followed: one that says nothing may be there.
  private func requireNothing(_ request: HeldRequest) async throws(ServedFault) {
    let body = try await RequestBodyReader.bytes(of: request, limit: 65536)
    guard !body.isEmpty else { return }
    var reader = JSONReader(body)
    try reader.object { (reader, key) throws(ServedFault) in
      throw reader.fault("there is no key '\(ServedFault.short(key))' here", expected: "no body")
    }
    try reader.finish()
  }

  /// The model that the address names; nil where it names none.
  private static func modelName(_ query: String) throws(ServedFault) -> String? {
    var name: String?
    for (key, value) in try QueryText.pairs(query) {
      guard key == "model" else {
        throw .badRequest("there is no option '\(ServedFault.short(key))'; expected model")
      }
      name = value
    }
    return name
  }

  private func versions(_ desk: TeachingDesk) async throws(ServedFault) -> ServedAnswer {
    let result = await BlockingWork.run { () throws(ServedFault) in try desk.versions() }
    return ServedAnswer(json: TeachingDocuments.versions(desk, try result.get()))
  }

  /// Opening a model takes a while: not on the threads that answer.
  private static func change(_ body: @escaping @Sendable () throws(ServedFault) -> Void) async throws(ServedFault) {
    let result: Result<Void, ServedFault> = await BlockingWork.run(body)
    try result.get()
  }

  /// Server-sent events (WHATWG HTML, 9.2) until the teaching ends. A slow reader misses what came meanwhile: nothing
  /// waits for it but the newest state.
  private func events(_ desk: TeachingDesk, _ channel: any Channel) -> ServedAnswer {
    var answer = ServedAnswer(type: "text/event-stream", bytes: [])
    let lifecycle = lifecycle
    answer.stream = { writer in
      defer { desk.limits.readers.subtract(1, ordering: .relaxed) }
      guard desk.limits.readers.add(1, ordering: .relaxed).newValue <= TeachingLimits.mostReaders else {
        return try await writer.write(Self.event("busy", ProtocolDocuments.error(ServedFault.busy.message)))
      }
      var seen = -1
      var silence = 0
      while channel.isActive {
        let (state, revision) = desk.state
        if revision != seen {
          try await writer.write(Self.event(state.name, TeachingDocuments.state(state)))
          (seen, silence) = (revision, 0)
        } else if silence >= 50 {
          // So that a client that has gone away is noticed.
          try await writer.write(ByteBuffer(string: ":\n\n"))
          silence = 0
        }
        guard state.isRunning, !lifecycle.isDraining else { return }
        try await Task.sleep(for: .milliseconds(100))
        silence += 1
      }
    }
    return answer
  }

  private static func event(_ name: String, _ document: [UInt8]) -> ByteBuffer {
    ByteBuffer(string: "event: \(name)\ndata: \(String(decoding: document, as: UTF8.self))\n\n")
  }
}
