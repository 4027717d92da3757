import InklingFiles
import Synchronization
import Testing

@testable import InklingServing

/// The server's end: what clients have asked by then is answered, and no answer is lost on its way.
@Suite(.startsServers) struct EndingTests {
  private static let question = TestServer.head("GET", "/v2")
  private static let picture = TestServer.head("POST", "/predict", length: 1) + "a"

  private final class Counts: Sendable {
    let asked = Atomic(0)
    let unanswered = Atomic(0)
    let ended = Atomic(0)
  }

  @Test func connectionsThatWaitToBeTakenInAreAnswered() async throws {
    var options = ServerOptions()
    (options.port, options.threads, options.followsSignals) = (0, 1, false)
    options.logTarget = { _ in }
    let server = try InferenceServer(sources: [try ModelSource(name: "stub") { StubModel() }], options: options)
    let test = TestServer(server: server, log: TestLog())
    // They stand before the server takes the first: the system has taken them for it.
    nonisolated(unsafe) let connections = try (0..<200).map { _ in try test.connect() }
    for connection in connections { connection.send(Self.question) }
    server.stop()
    let run = test.run()
    let statuses = await TestServer.onThread { connections.map { $0.answer()?.status } }
    try await run.value
    #expect(statuses.filter { $0 == 200 }.count == 200)
  }

  @Test func whoComesWhileTheServerEndsIsAnsweredOrKeptOut() async throws {
    let counts = Counts()
    try await TestServer.with { (server: TestServer) throws in
      let port = server.port
      for _ in 0..<8 {
        try SystemThread(stackBytes: 1 << 20) {
          while let connection = RawConnection(ifListening: port) {
            if connection.ask(Self.question)?.status != 200 { counts.unanswered.add(1, ordering: .relaxed) }
            counts.asked.add(1, ordering: .relaxed)
          }
          counts.ended.add(1, ordering: .relaxed)
        }.detach()
      }
      TestServer.wait { counts.asked.load(ordering: .relaxed) >= 200 }
      server.server.stop()
      TestServer.wait { counts.ended.load(ordering: .relaxed) >= 8 }
    }
    #expect(counts.unanswered.load(ordering: .relaxed) == 0)
  }

  @Test func onlyTheLastOfSeveralAnswersSaysThatItIs() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model]) { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(Self.picture + Self.picture + Self.picture)
      gate.awaitSomebody()
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      gate.open()
      let answers = (0..<3).map { _ in connection.answer() }
      #expect(answers.map { $0?.status } == [200, 200, 200])
      #expect(answers.map { $0?.fields["connection"] } == [nil, nil, "close"])
      #expect(connection.isEnded())
    }
  }

  /// The server reads some of them at a time: what it has not read when it is told to end has been asked as well.
  @Test func allThatHadComeIsAnsweredAndTheLastAnswerSaysThatItIs() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model], change: { $0.deadlines.draining = 5000 }) { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(Self.picture + String(repeating: Self.question, count: 400))
      gate.awaitSomebody()
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      // What comes now may not be.
      connection.send(String(repeating: Self.question, count: 5))
      gate.open()
      var answers: [RawAnswer] = []
      while let answer = connection.answer() { answers.append(answer) }
      #expect(answers.count >= 401 && answers.allSatisfy { $0.status == 200 })
      #expect(answers.filter { $0.fields["connection"] == "close" }.count == 1)
      #expect(answers.last?.fields["connection"] == "close")
    }
  }

  @Test func halfARequestIsWaitedFor() async throws {
    try await TestServer.with(change: { $0.deadlines.draining = 5000 }) { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(TestServer.head("POST", "/predict", length: 2) + "a")
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      connection.send("b")
      let answer = connection.answer()
      #expect(answer?.status == 200 && answer?.fields["connection"] == "close")
      #expect(connection.isEnded())
    }
  }

  @Test func whoFirstSpeaksHTTP2WhileTheServerEndsIsToldThatItDoes() async throws {
    try await TestServer.with(change: { $0.deadlines.draining = 2000 }) { (server: TestServer) throws in
      let connection = try server.connect()
      // Who comes later is answered: the connection has been taken, then.
      #expect(try server.isWell())
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      var frames = HTTP2Frames(connection)
      frames.ask("GET", "/v2", stream: 1)
      var came: [HTTP2Frames.Frame] = []
      while let frame = frames.next() {
        came.append(frame)
        if frame.type == HTTP2Frames.data, frame.flags & HTTP2Frames.endStream != 0 { break }
      }
      // It is to be asked of another connection.
      frames.ask("GET", "/v2", stream: 3)
      while let frame = frames.next() { came.append(frame) }
      let farewell = try #require(came.first { $0.type == HTTP2Frames.goAway })
      #expect(farewell.payload == [0, 0, 0, 1, 0, 0, 0, 0])
      #expect(came.contains { $0.stream == 1 && $0.type == HTTP2Frames.headers })
      #expect(!came.contains { $0.stream == 3 && $0.type == HTTP2Frames.headers })
    }
  }

  @Test func whatComesBehindTheLastAnswerDoesNotResetTheConnection() async throws {
    try await TestServer.with(change: { $0.deadlines.draining = 5000 }) { (server: TestServer) throws in
      let connection = try server.connect()
      #expect(connection.ask(Self.question)?.status == 200)
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      #expect(connection.ask(Self.question)?.fields["connection"] == "close")
      #expect(connection.isEnded())
      for _ in 0..<10 {
        #expect(connection.send(Self.question))
        TestServer.rest(milliseconds: 10)
      }
      #expect(connection.receive() == nil)
    }
  }
}
