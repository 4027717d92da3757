import InklingFiles
import Testing

@testable import InklingServing

/// Clients that hold on to a connection, or let go of it.
@Suite(.startsServers) struct SlowClientAttackTests {
  private static let deadline = 300

  @Test func slowHeadersAreGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.head = Self.deadline }) { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send("GET /v2 HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
      #expect(connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test func aByteNowAndThenBuysNoTime() async throws {
    try await TestServer.with(change: { $0.deadlines.head = Self.deadline }) { (server: TestServer) throws in
      let connection = try server.connect()
      var isTaken = connection.send("GET /v2 HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
      // Far more bytes than the deadline has time for.
      for _ in 0..<1000 where isTaken {
        isTaken = connection.send("a")
        TestServer.rest(milliseconds: 10)
      }
      #expect(!isTaken)
      #expect(try server.isWell())
    }
  }

  @Test func slowBodiesAreGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.body = Self.deadline }) { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(TestServer.head("POST", "/predict", length: 1000) + "abc")
      #expect(connection.isEnded())
      #expect(try server.isWell())
    }
  }

  /// The server reads on once it has answered what came before: until then nobody else could be quicker.
  @Test func aBodyHasTheTimeInWhichTheServerReads() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model], change: { $0.deadlines.body = 1000 }) { (server: TestServer) throws in
      nonisolated(unsafe) let connection = try server.connect()
      connection.send(TestServer.head("POST", "/predict", length: 1) + "a")
      gate.awaitSomebody()
      // Far more than the server takes in beforehand.
      let length = 4 << 20
      let next = Array(TestServer.head("POST", "/predict", length: length).utf8) + [UInt8](repeating: 7, count: length)
      try SystemThread(stackBytes: 1 << 20) { connection.send(next) }.detach()
      TestServer.rest(milliseconds: 2500)
      gate.open()
      #expect(connection.answer()?.status == 200)
      #expect(connection.answer()?.status == 200)
    }
  }

  @Test func aConnectionThatSaysNothingIsGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.idle = Self.deadline }) { (server: TestServer) throws in
      let connection = try server.connect()
      #expect(connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test func readersThatNeverReadAreGivenUp() async throws {
    try await TestServer.with(change: {
      $0.deadlines.reader = Self.deadline
      $0.deadlines.idle = Self.deadline
    }) { (server: TestServer) throws in
      let connection = try RawConnection(port: server.port, receiveBuffer: 4096)
      let request = Array(TestServer.head("GET", "/openapi.json").utf8)
      var isTaken = true
      // The server stops reading when nobody takes what it writes; then it goes.
      for _ in 0..<100_000 where isTaken { isTaken = connection.send(request) }
      #expect(!isTaken || connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test func aClientThatGoesAwayHarmsNobody() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model]) { (server: TestServer) throws in
      do {
        let connection = try server.connect()
        connection.send(TestServer.head("POST", "/predict", length: 1) + "a")
        gate.awaitSomebody()
      }
      do {
        let connection = try server.connect()
        connection.send(TestServer.head("POST", "/predict", length: 100) + "a")
      }
      gate.open()
      #expect(try server.isWell())
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 200)
    }
  }

  @Test func connectionsThatAreAnsweredAreKeptWhenThereAreTooMany() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model], change: { $0.connections = 1 }) { (server: TestServer) throws in
      do {
        let first = try server.connect()
        first.send(TestServer.head("POST", "/predict", length: 1) + "a")
        gate.awaitSomebody()
        let second = try server.connect()
        #expect(second.isEnded())
        gate.open()
        #expect(first.answer(hasBody: true)?.status == 200)
      }
      // The next one comes in as soon as the server has seen that the first is done.
      try TestServer.wait { try server.isWell() }
    }
  }

  /// Each of these would keep others out for a minute, or for half of one.
  @Test(arguments: ["", "GET", TestServer.head("POST", "/predict", length: 9) + "a"])
  func whoHasKeptSilentLongestMakesRoomForOthers(_ sent: String) async throws {
    try await TestServer.with(change: { $0.connections = 4 }) { (server: TestServer) throws in
      let silent = try (0..<4).map { _ in
        let connection = try server.connect()
        // One after another, so that the first is the one that is silent longest.
        if sent.isEmpty { #expect(connection.ask(TestServer.head("GET", "/v2"))?.status == 200) }
        connection.send(sent)
        TestServer.rest(milliseconds: 20)
        return connection
      }
      let asking = try server.connect()
      #expect(asking.ask(TestServer.head("GET", "/v2"))?.status == 200)
      #expect(silent[0].isEnded())
      if sent.isEmpty { #expect(silent[1].ask(TestServer.head("GET", "/v2"))?.status == 200) }
      for _ in 0..<20 { #expect(try server.isWell()) }
    }
  }
}
