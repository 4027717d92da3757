import Testing

@testable import InklingServing

/// Messages that are no good HTTP/1.1, or too much of it.
@Suite(.startsServers) struct MessageAttackTests {
  @Test func aBodyInOneByteChunksIsRefused() async throws {
    try await TestServer.with(change: { $0.deadlines.draining = 30_000 }) { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send("POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
      let piece = [UInt8](repeatElement(Array("1\r\na\r\n".utf8), count: 1000).joined())
      var isTaken = true
      for _ in 0..<3000 where isTaken { isTaken = connection.send(piece) }
      // The server ends its side at once, and the client's when it has read the answer.
      let refusal = #"{"error":"the body comes in too many pieces; send larger chunks"}"#
      #expect(isTaken && connection.answer()?.text == refusal)
      #expect(connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test func aLengthAndChunksTogetherAreRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(
        "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "0\r\n\r\nGET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let answer = connection.answer()
      #expect(answer?.status == 400 && answer?.text.contains("expected one of both") == true)
      // What was smuggled behind it is no request.
      #expect(connection.answer() == nil)
      #expect(try server.isWell())
    }
  }

  @Test(arguments: ["X-Long: " + String(repeating: "a", count: 100_000), String(repeating: "X-A: b\r\n", count: 5000)])
  func headersOverTheLimitAreRefused(fields: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send("GET /v2 HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\r\n")
      let answer = connection.answer()
      #expect(answer == nil || answer?.status == 431)
      #expect(try server.isWell())
    }
  }

  /// Each was answered by 400 and nothing else.
  @Test(arguments: [
    ("BREW /v2 HTTP/1.1", "", 400, "method"), ("GET /v2 HTTP/1.2", "", 400, "HTTP/1.1"),
    ("GET /v2 HTTP/1.1", "Content-Length: five", 400, "length"), ("GET /v2 HTTP/1.1", "no field", 400, "field"),
    ("GET /v2 HTTP/1.1", "X: " + String(repeating: "a", count: 16_400), 431, "16384 bytes"),
    ("GET /v2 HTTP/1.1", String(repeating: "X: y\r\n", count: 100) + "X: y", 431, "100 fields"),
    ("GET /" + String(repeating: "a", count: 16_400) + " HTTP/1.1", "", 431, "the address"),
  ])
  func whatIsNoRequestIsSaid(line: String, field: String, status: Int, words: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send("\(line)\r\nHost: localhost\r\n\(field.isEmpty ? "" : field + "\r\n")\r\n")
      let answer = try #require(connection.answer())
      #expect(answer.status == status && answer.fields["content-type"] == "application/json")
      #expect(answer.text.hasPrefix(#"{"error":""#) && answer.text.contains(words), "\(answer.text)")
      #expect(answer.fields["connection"] == "close" && connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test func aThousandPipelinedRequestsAreAnsweredInOrder() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(
        (0..<1000).map { TestServer.head("GET", "/v2", fields: ["X-Request-Id: n\($0)"]) }.joined())
      for number in 0..<1000 {
        let answer = try #require(connection.answer())
        #expect(answer.status == 200 && answer.fields["x-request-id"] == "n\(number)")
      }
    }
  }

  @Test func aBodyOverTheLimitIsRefused() async throws {
    try await TestServer.with(change: { $0.largestBody = 1000 }) { (server: TestServer) throws in
      let answer = try server.ask("POST", "/predict", body: [UInt8](repeating: 7, count: 1001))
      #expect(answer?.status == 413)
      let connection = try server.connect()
      connection.send("POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
      for _ in 0..<3 { connection.send("200\r\n" + String(repeating: "a", count: 512) + "\r\n") }
      connection.send("0\r\n\r\n")
      #expect(connection.answer()?.status == 413)
      #expect(try server.isWell())
    }
  }

  @Test(arguments: ["gzip", "br", "deflate, gzip"]) func compressedBodiesAreRefused(coding: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      #expect(try server.ask("POST", "/predict", fields: ["Content-Encoding: \(coding)"], body: [7])?.status == 415)
    }
  }

  @Test func bytesThatAreNoRequestAreRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<50 {
        let connection = try server.connect()
        connection.send((0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) } + Array("\r\n\r\n".utf8))
        connection.finish()
        let answer = connection.answer()
        #expect(answer == nil || answer?.status == 400)
      }
      #expect(try server.isWell())
    }
  }
}
