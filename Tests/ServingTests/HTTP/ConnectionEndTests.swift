import Testing

@testable import InklingServing

/// When a connection ends: as the request's version and its field Connection say (RFC 9112, 9.3 and 9.6).
@Suite(.startsServers) struct ConnectionEndTests {
  private static let next = TestServer.head("GET", "/v2")

  @Test func anAnswerToWhoAsksForNothingMoreSaysSo() async throws {
    try await TestServer.with { (server: TestServer) throws in
      for option in ["close", "Close", "TE, close", "close , x"] {
        let connection = try server.connect()
        connection.send(TestServer.head("GET", "/v2", fields: ["Connection: \(option)"]) + Self.next)
        let answer = connection.answer()
        #expect(answer?.status == 200 && answer?.fields["connection"] == "close", "\(option)")
        // What stands behind the last request is not answered.
        #expect(connection.answer() == nil && connection.isEnded(), "\(option)")
      }
    }
  }

  @Test func whatWasAskedBeforeTheLastIsAnswered() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(Self.next + Self.next + TestServer.head("GET", "/v2", fields: ["Connection: close"]))
      let answers = (0..<3).map { _ in connection.answer() }
      #expect(answers.map { $0?.status } == [200, 200, 200])
      #expect(answers.map { $0?.fields["connection"] } == [nil, nil, "close"])
      #expect(connection.isEnded())
    }
  }

  @Test func anOlderVersionHasOneAnswer() async throws {
    try await TestServer.with { (server: TestServer) throws in
      for fields in ["", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n"] {
        let connection = try server.connect()
        connection.send("GET /v2 HTTP/1.0\r\nHost: localhost\r\n\(fields)\r\n" + Self.next)
        let answer = connection.answer()
        #expect(answer?.status == 200 && answer?.fields["connection"] == "close", "\(fields)")
        #expect(connection.answer() == nil && connection.isEnded(), "\(fields)")
      }
    }
  }

  @Test func anOlderVersionKnowsNoChunks() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      let connection = try server.connect()
      connection.send("GET /teach/events HTTP/1.0\r\nHost: localhost\r\n\r\n")
      var text = ""
      while let more = connection.receive() { text += String(decoding: more, as: UTF8.self) }
      #expect(text.hasPrefix("HTTP/1.0 200 OK\r\n") && !text.lowercased().contains("transfer-encoding"))
      #expect(text.hasSuffix("\r\n\r\nevent: idle\ndata: {\"state\":\"idle\"}\n\n"))
    }
  }
}
