import InklingFiles
import Synchronization

@testable import InklingServing

/// A server on a port of its own, for one test. What a test does with it waits, so it is done on a thread: the tasks'
/// threads are all tests'. The server's tasks have threads of their own.
struct TestServer: Sendable {
  let server: InferenceServer
  let log: TestLog
  var port: Int { Int(server.address.split(separator: ":").last ?? "") ?? 0 }

  static func with<Value: Sendable>(
    _ models: [any ServedModel] = [StubModel()], change: (inout ServerOptions) -> Void = { _ in },
    teaching: ((String) -> TeachingParts)? = nil, _ body: @escaping @Sendable (TestServer) throws -> Value
  ) async throws -> Value {
    let sources = try models.enumerated().map { place, model in
      try ModelSource(name: place == 0 ? "stub" : "stub\(place)") { model }
    }
    return try await with(sources: sources, change: change, teaching: teaching, body)
  }

  static func with<Value: Sendable>(
    sources: [ModelSource], change: (inout ServerOptions) -> Void = { _ in },
    teaching: ((String) -> TeachingParts)? = nil, _ body: @escaping @Sendable (TestServer) throws -> Value
  ) async throws -> Value {
    let log = TestLog()
    var options = ServerOptions()
    options.port = 0
    options.threads = 1
    options.followsSignals = false
    options.logTarget = { log.add($0) }
    options.deadlines.draining = 100
    change(&options)
    let server: InferenceServer
    if let teaching {
      server = try InferenceServer(sources: sources, options: options) {
        (model: LoadedModel) throws(InputError) -> TeachingParts in teaching(model.name)
      }
    } else {
      server = try InferenceServer(sources: sources, options: options)
    }
    let test = TestServer(server: server, log: log)
    let run = test.run()
    let result = await onThread { Result { try body(test) } }
    server.stop()
    try await run.value
    return try result.get()
  }

  /// Runs it until it ends.
  func run() -> Task<Void, any Error> {
    Task(executorPreference: ServerThreads.shared) { try await server.run() }
  }

  func connect() throws -> RawConnection { try RawConnection(port: port) }

  /// One request on a connection of its own.
  func ask(
    _ method: String = "GET", _ path: String, fields: [String] = [], body: [UInt8] = [], host: String = "localhost"
  ) throws -> RawAnswer? {
    let connection = try connect()
    connection.send(Self.head(method, path, fields: fields, length: body.count, host: host))
    connection.send(body)
    return connection.answer(hasBody: method != "HEAD")
  }

  static func head(
    _ method: String, _ path: String, fields: [String] = [], length: Int = 0, host: String = "localhost"
  ) -> String {
    let all = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Content-Length: \(length)"] + fields
    return all.joined(separator: "\r\n") + "\r\n\r\n"
  }

  /// Whether it still does its work.
  func isWell() throws -> Bool { try ask("GET", "/v2/health/live")?.status == 200 }

  static func rest(milliseconds: Int) {
    ThreadCondition().wait(atMost: UInt64(milliseconds) * 1_000_000) { false }
  }

  /// Returns once it is so. It looks every millisecond: whoever waits takes no processor from whom it waits for.
  static func wait(until isSo: () throws -> Bool) rethrows {
    while try !isSo() { rest(milliseconds: 1) }
  }

  static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      do {
        try SystemThread(stackBytes: 8 << 20) { continuation.resume(returning: body()) }.detach()
      } catch {
        preconditionFailure("\(error)")
      }
    }
  }
}

/// The lines that a server logged.
final class TestLog: Sendable {
  private let text = Mutex("")
  var all: String { text.withLock { $0 } }
  func add(_ line: [UInt8]) { text.withLock { $0 += String(decoding: line, as: UTF8.self) } }
}
