import HTTPTypes
import HummingbirdCore
import InklingFiles
import NIOCore
import Synchronization

/// Answers requests: finds the route, asks the model, writes what came of it. It knows HTTP's meaning; the connection
/// is Hummingbird's.
final class RequestHandler: Sendable {
  let models: ModelRepository
  let metrics: ServerMetrics
  private let log: ServerLog
  let policy: AccessPolicy
  /// Where the models are corrected and taught; nil where they are not.
  let desks: TeachingDesks?
  private let limiter: RateLimiter?
  let largestBody: Int
  /// What is held of bodies, of all requests together.
  private let allowance: BodyAllowance
  /// Requests at a time: a connection of HTTP/2 has several.
  private let largestCount: Int
  let lifecycle: ServerLifecycle
  let number = Atomic<UInt64>(0)
  let prefix = String(UInt64.random(in: .min ... .max), radix: 36)

  init(
    _ models: ModelRepository, _ options: ServerOptions, policy: AccessPolicy, metrics: ServerMetrics, log: ServerLog,
    lifecycle: ServerLifecycle, desks: TeachingDesks?, allowance: BodyAllowance
  ) {
    self.allowance = allowance
    self.models = models
    self.metrics = metrics
    self.log = log
    self.policy = policy
    self.lifecycle = lifecycle
    self.desks = desks
    limiter = options.ratePerSecond.map { RateLimiter(perSecond: $0) }
    largestBody = options.largestBody
    largestCount = options.connections
  }

  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let start = MonotonicTime.now
    let isOneTooMany = lifecycle.began() > largestCount
    let held = HeldRequest(request, allowance)
    defer { withExtendedLifetime(held) { lifecycle.ended() } }
    let (path, query) = Self.split(request.head.path ?? "")
    let route = Route(path: path)
    if request.headers[.expect]?.lowercased() == "100-continue" {
      try await writer.writeInformationalHead(HTTPResponse(status: .continue))
    }
    var answer: ServedAnswer
    do throws(ServedFault) {
      guard !isOneTooMany else { throw .busy }
      answer = try await self.answer(held, route, query, channel)
    } catch {
      answer = ServedAnswer(error)
    }
    // The time for the end is up: the connection is closed, and this request counted with it.
    try Task.checkCancellation()
    let id = identifier(request.head)
    let seconds = Double(MonotonicTime.now &- start) / 1e9
    metrics.answered(route?.template ?? "other", status: answer.status, seconds: seconds)
    log.request(
      [
        "id": id, "method": PrintableText.shortened(request.method.rawValue, to: 16),
        "path": PrintableText.shortened(path, to: 200), "status": "\(answer.status)",
        "milliseconds": "\((seconds * 1e6).rounded() / 1e3)", "client": Self.client(channel),
      ])
    var head = HTTPResponse(status: .init(code: answer.status))
    head.headerFields = fields(of: answer, id: id)
    try await writer.write(response: head, body: request.method == .head ? ResponseBody() : Self.body(of: answer))
  }

  private static func body(of answer: ServedAnswer) -> ResponseBody {
    guard let stream = answer.stream else { return ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)) }
    return ResponseBody { writer in
      try await stream(&writer)
      try await writer.finish(nil)
    }
  }

  private func answer(
    _ request: HeldRequest, _ route: Route?, _ query: String, _ channel: any Channel
  ) async throws(ServedFault) -> ServedAnswer {
    if let limiter, isCounted(request, route) { try limiter.take(Self.client(channel)) }
    try Self.requireBoundedFields(request.head)
    guard let route else { throw ServedFault(404, "there is nothing at this address") }
    try policy.check(request.head, route)
    let method = request.method == .head ? "GET" : request.method.rawValue
    guard route.methods.contains(method) else {
      let allowed = route.methods.map { $0 == "GET" ? "GET, HEAD" : $0 }.joined(separator: ", ")
      let word = allowed.contains(",") ? "methods" : "method"
      throw ServedFault(405, "this address has the \(word) \(allowed)", headers: ["Allow": allowed])
    }
    if route.isOfModels { try Self.requireNoOptions(query) }
    switch route {
    case .infer(let name, let version): return try await infer(request, name, version)
    case .predict: return try await predict(request, query)
    case .explain: return try await explain(request, query)
    case .load(let name): return try await load(request, name)
    case .unload(let name):
      try await parameters(request)
      try models.unload(name)
      return ServedAnswer(json: [])
    case .index:
      return ServedAnswer(json: try await index(request))
    case .live:
      return ServedAnswer(
        json: ProtocolDocuments.json {
          $0.key("live"); $0.boolean(true)
        })
    case .ready:
      // The protocol wants 4xx for what is not ready. A model that somebody unloaded is as it should be.
      guard !lifecycle.isDraining else { throw .draining }
      return ServedAnswer(
        json: ProtocolDocuments.json {
          $0.key("ready"); $0.boolean(true)
        })
    case .serverMetadata: return ServedAnswer(json: ProtocolDocuments.server())
    case .modelMetadata(let name, let version):
      let model = try models.model(name, version: version)
      let versions = models.versions(of: name).filter { $0.loaded != nil }.map { String($0.source.version) }
      return ServedAnswer(json: ProtocolDocuments.model(model, versions: versions))
    case .modelReady(let name, let version):
      let model = try models.model(name, version: version)
      return ServedAnswer(
        json: ProtocolDocuments.json { writer in
          writer.key("name")
          writer.string(model.name)
          writer.key("ready")
          writer.boolean(true)
        })
    case .teaching(let route): return try await self.answer(request, route, query, channel)
    case .metrics:
      return ServedAnswer(
        type: "text/plain; version=0.0.4; charset=utf-8", bytes: Array(metrics.text(models: models.all).utf8))
    case .file(let path):
      guard let file = ServedFiles.named(path) else { throw ServedFault(404, "there is nothing at this address") }
      return ServedAnswer(type: file.type, bytes: file.bytes)
    }
  }

  /// Whether a client's rate counts a request: also one that is refused, or a token could be guessed as fast as it is asked.
  private func isCounted(_ request: HeldRequest, _ route: Route?) -> Bool {
    guard let route, !route.isCounted, request.method == .get || request.method == .head else { return true }
    return !route.isOpen && (try? policy.check(request.head, route)) == nil
  }

  /// What an address of the protocol does not know would be passed over: a version there, for one.
  private static func requireNoOptions(_ query: String) throws(ServedFault) {
    guard let (key, _) = try QueryText.pairs(query).first else { return }
    throw .badRequest(
      "this address has no option '\(ServedFault.short(key))'; a model and its version are part of the path: "
        + "/v2/models/NAME/versions/VERSION")
  }

  private func infer(_ request: HeldRequest, _ name: String, _ version: String?) async throws(ServedFault)
    -> ServedAnswer
  {
    let body = try await RequestBodyReader.bytes(of: request, limit: largestBody)
    var header: Int?
    if let text = request.headers[ProtocolFields.jsonLength] {
      guard let length = Int(text), length >= 0, text.utf8.first != UInt8(ascii: "+") else {
        throw .badRequest("Inference-Header-Content-Length is no length: '\(ServedFault.short(text))'")
      }
      header = length
    }
    let inference = try InferRequest(body, header: header)
    // A model that was replaced since it was found closes its queue: the next one answers.
    for _ in 0..<8 {
      let model = try models.model(name, version: version)
      let plan = try InferPlan(inference, model.model)
      guard let rows = try await rows(of: plan, model) else { continue }
      guard rows.allSatisfy(\.isFinite) else {
        throw .badRequest("the model gives no finite answer to these numbers")
      }
      if !model.model.classNames.isEmpty {
        metrics.predicted(InferResponse.labels(rows, model.model.classNames), by: model.name)
      }
      let response = try InferResponse(inference, plan, model, rows: rows).encoded()
      var answer = ServedAnswer(json: response.bytes)
      if let length = response.header {
        answer.type = "application/octet-stream"
        answer.headers = [("Inference-Header-Content-Length", "\(length)")]
      }
      return answer
    }
    throw .busy
  }

  private func rows(of plan: InferPlan, _ model: LoadedModel) async throws(ServedFault) -> [Float]? {
    var rows: [Float] = []
    for part in plan.parts {
      let own: [Float]? =
        switch part.content {
        case .bytes(let pixels): try await model.outputs(pixels: pixels, images: part.images)
        case .floats(let values): try await model.outputs(values: values, images: part.images)
        }
      guard let own else { return nil }
      if plan.parts.count == 1 { return own }
      rows += own
    }
    return rows
  }

  private func predict(_ request: HeldRequest, _ query: String) async throws(ServedFault) -> ServedAnswer {
    let body = try await RequestBodyReader.bytes(of: request, limit: largestBody)
    let start = MonotonicTime.now
    let asked = try PictureRequest(body, type: request.headers[.contentType] ?? "", query: query)
    for _ in 0..<8 {
      let model = try models.model(asked.model, version: asked.version)
      guard let results = try await model.replies(to: asked.pictures, framed: asked.isFramed) else { continue }
      var replies: [PictureReply] = []
      for (place, result) in results.enumerated() {
        switch result {
        case .success(let reply): replies.append(reply)
        case .failure(let error):
          let fault = ServedFault(error)
          let which = results.count > 1 ? "picture \(place + 1): " : ""
          throw ServedFault(fault.status, which + fault.message, headers: fault.headers)
        }
      }
      for reply in replies {
        if reply.refusal != nil {
          metrics.refused(by: model.name)
        } else if reply.reading == nil {
          metrics.predicted(reply.digits.map { model.model.classNames[$0.label] }, by: model.name)
        }
      }
      let milliseconds = Double(MonotonicTime.now &- start) / 1e6
      // Where models are taught a file that was replaced has the number of the one before. Elsewhere nobody pays for a digest.
      let digest = desks == nil ? nil : model.model.digest
      return ServedAnswer(
        json: PictureResponse.encoded(replies, model, digest: digest, milliseconds: milliseconds))
    }
    throw .busy
  }

  private func load(_ request: HeldRequest, _ name: String) async throws(ServedFault) -> ServedAnswer {
    try await parameters(request)
    // Opening a model takes a while: not on the threads that answer.
    let models = models
    let result: Result<String?, ServedFault> = await BlockingWork.run { () throws(ServedFault) in
      try models.load(name)
    }
    // Something answers: whoever looks at the status alone goes on, and the sentence says what does not.
    return ServedAnswer(json: try result.get().map { ProtocolDocuments.error($0) } ?? [])
  }

  /// What may stand in the body of a request to load or unload: nothing that this server would have to follow.
  func parameters(_ request: HeldRequest) async throws(ServedFault) {
    let body = try await RequestBodyReader.bytes(of: request, limit: 65536)
    if !body.isEmpty {
      var reader = JSONReader(body)
      try reader.object { (reader, key) throws(ServedFault) in
        guard key == "parameters" else { return try reader.skip() }
        try reader.object { (reader, key) throws(ServedFault) in
          guard key != "config", !key.hasPrefix("file:") else {
            throw reader.fault("a model is loaded from where it lies on the server; files and settings are not taken")
          }
          try reader.skip()
        }
      }
      try reader.finish()
    }
  }

  private func index(_ request: HeldRequest) async throws(ServedFault) -> [UInt8] {
    let body = try await RequestBodyReader.bytes(of: request, limit: 65536)
    var onlyReady = false
    if !body.isEmpty {
      var reader = JSONReader(body)
      try reader.object { (reader, key) throws(ServedFault) in
        if key == "ready" { onlyReady = try reader.boolean() } else { try reader.skip() }
      }
      try reader.finish()
    }
    return ProtocolDocuments.index(models.all.filter { !onlyReady || $0.loaded != nil })
  }
}

/// The protocol's own header field.
enum ProtocolFields {
  static let jsonLength = HTTPField.Name("Inference-Header-Content-Length") ?? .contentLength
  static let requestID = HTTPField.Name("X-Request-Id") ?? .contentLocation
}
