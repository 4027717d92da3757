import InklingFiles
import Synchronization
import Testing

@testable import InklingServing

/// The end comes when its time is up, whatever is still computed or opened then. Where it does not, these tests do not end.
@Suite(.startsServers, .timeLimit(.minutes(2))) struct EndingLimitTests {
  private static let picture = TestServer.head("POST", "/predict", length: 1) + "a"

  /// A server whose end has a moment, and what it logs.
  private static func server(_ source: ModelSource, change: (inout ServerOptions) -> Void = { _ in }) throws
    -> TestServer
  {
    let log = TestLog()
    var options = ServerOptions()
    (options.port, options.threads, options.followsSignals, options.drainSeconds) = (0, 1, false, 0.1)
    options.logTarget = { log.add($0) }
    change(&options)
    return TestServer(server: try InferenceServer(sources: [source], options: options), log: log)
  }

  private static func waits(behind gate: Gate) throws -> ModelSource {
    var model = StubModel()
    model.before = { _ in gate.pass() }
    return try ModelSource(name: "stub") { [model] in model }
  }

  /// Until so many pictures wait behind the one that is computed.
  private static func waitFor(_ pictures: Int, _ server: TestServer) throws {
    let line = "inkling_queue_images{model=\"stub\",version=\"1\"} \(pictures)\n"
    try TestServer.wait { try server.ask("GET", "/metrics")?.text.contains(line) == true }
  }

  @Test func aPictureThatIsComputedHoldsItNoLonger() async throws {
    let gate = Gate()
    let server = try Self.server(try Self.waits(behind: gate))
    let run = server.run()
    let isCutOff = try await TestServer.onThread {
      Result {
        let connections = try (0..<3).map { _ in try server.connect() }
        connections[0].send(Self.picture)
        gate.awaitSomebody()
        for connection in connections.dropFirst() { connection.send(Self.picture) }
        try Self.waitFor(2, server)
        server.server.stop()
        return connections.allSatisfy { $0.answer() == nil }
      }
    }.get()
    // Nobody opens the gate before.
    try await run.value
    #expect(isCutOff)
    #expect(server.log.all.contains("warning: requests were left unanswered count=3\n"))
    gate.open()
  }

  @Test func withoutAnyTimeWhatIsLeftIsCountedToo() async throws {
    let gate = Gate()
    let server = try Self.server(try Self.waits(behind: gate)) { $0.drainSeconds = 0 }
    let run = server.run()
    try await TestServer.onThread {
      Result {
        let connection = try server.connect()
        connection.send(Self.picture)
        gate.awaitSomebody()
        server.server.stop()
        #expect(connection.answer() == nil)
      }
    }.get()
    try await run.value
    #expect(server.log.all.contains("requests were left unanswered count=1\n"))
    gate.open()
  }

  @Test func norDoesOneOverHTTP2() async throws {
    let gate = Gate()
    let server = try Self.server(try Self.waits(behind: gate))
    let run = server.run()
    try await TestServer.onThread {
      Result {
        var frames = HTTP2Frames(try server.connect())
        frames.ask("POST", "/predict", stream: 1, body: [97])
        gate.awaitSomebody()
        frames.ask("POST", "/predict", stream: 3, body: [97])
        try Self.waitFor(1, server)
        server.server.stop()
        while frames.next() != nil {}
      }
    }.get()
    try await run.value
    #expect(server.log.all.contains("requests were left unanswered count=2\n"))
    gate.open()
  }

  @Test func aModelThatIsOpenedHoldsItNoLonger() async throws {
    let gate = Gate()
    let opened = Openings()
    let source = try ModelSource(name: "stub") { () throws(InputError) in
      let isFirst = opened.count.withLock { count in
        count += 1
        return count == 1
      }
      if !isFirst { gate.pass() }
      return StubModel()
    }
    let server = try Self.server(source) { $0.token = "a-long-token" }
    let run = server.run()
    try await TestServer.onThread {
      Result {
        let connection = try server.connect()
        connection.send(
          TestServer.head(
            "POST", "/v2/repository/models/stub/load", fields: ["Authorization: Bearer a-long-token"]))
        gate.awaitSomebody()
        server.server.stop()
        #expect(connection.answer() == nil)
      }
    }.get()
    try await run.value
    #expect(server.log.all.contains("requests were left unanswered count=1\n"))
    gate.open()
  }

  private final class Openings: Sendable { let count = Mutex(0) }

  @Test func anEndInOrderLeavesNobody() async throws {
    let log = try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      #expect(connection.ask(Self.picture)?.status == 200)
      server.server.stop()
      #expect(connection.isEnded())
      return server.log
    }
    #expect(!log.all.contains("unanswered") && log.all.contains("ended"))
  }

  /// A task that is cancelled before or while it waits gets nothing; what is given later is dropped.
  @Test func aTaskThatIsCancelledWaitsNoLonger() async {
    let value = AwaitedValue<Int>()
    let task = Task { await value.value() }
    task.cancel()
    #expect(await task.value == nil)
    #expect(value.isAbandoned)
    value.give(1)
    let given = AwaitedValue<Int>()
    given.give(2)
    #expect(await given.value() == 2 && !given.isAbandoned)
  }
}
