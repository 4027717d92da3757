import Testing

@testable import InklingServing

/// Requests that come from elsewhere than they say.
@Suite(.startsServers) struct OriginAttackTests {
  @Test(arguments: ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]"])
  func anotherNameForThisMachineIsRefused(host: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      #expect(try server.ask("GET", "/v2", host: host)?.status == 403)
      #expect(try server.ask("GET", "/v2", host: "127.0.0.1:\(server.port)")?.status == 200)
      #expect(try server.ask("GET", "/v2", host: "[::1]:\(server.port)")?.status == 200)
    }
  }

  /// The target's host counts, and Host does not (RFC 9112, 3.2.2).
  @Test(arguments: [
    ("http://evil.example/v2", 403), ("HTTP://evil.example:80/v2", 403), ("http://localhost@evil.example/v2", 403),
    ("http://evil.example", 403), ("http://localhost/v2", 200), ("http://LOCALHOST:1/v2", 200),
  ])
  func aTargetWithAnotherHostIsRefused(target: String, status: Int) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      #expect(connection.ask("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")?.status == status)
    }
  }

  @Test func aTargetWithAHostDoesNotReplaceTheField() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      #expect(connection.ask("GET http://localhost/v2 HTTP/1.1\r\n\r\n")?.status == 400)
    }
  }

  @Test func aPathBeginsWithASlash() async throws {
    try await TestServer.with { (server: TestServer) throws in
      for path in ["v2", "x/v2", "http:/v2", "*/v2"] {
        var frames = HTTP2Frames(try server.connect())
        frames.ask("GET", path, stream: 1)
        // Refused with an answer, or with the stream's end.
        #expect(frames.body(of: 1)?.contains("inkling") != true, "\(path)")
      }
    }
  }

  /// Digits and letters of other scripts are none of a host's, also those that are equal to its own.
  @Test(arguments: ["localhost:\u{FF11}", "localhost:\u{0661}", "\u{FF4C}ocalhost", "127.0.0.\u{FF11}"])
  func aHostIsOfPlainLetters(host: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      #expect(try server.ask("GET", "/v2", host: host)?.status == 403)
    }
  }

  @Test func twoHostsAreRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try server.ask("GET", "/v2", fields: ["Host: evil.example"])
      #expect(answer?.text == #"{"error":"the request has several header fields Host"}"#)
    }
  }

  @Test func aRequestWithoutAHostIsRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      #expect(connection.ask("GET /v2 HTTP/1.1\r\n\r\n")?.status == 400)
    }
  }

  @Test(arguments: ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1", "localhost"])
  func aPageOfAnotherSiteIsRefused(origin: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      #expect(try server.ask("POST", "/predict", fields: ["Origin: \(origin)"], body: [7])?.status == 403)
      #expect(try server.ask("POST", "/predict", fields: ["Origin: http://localhost"], body: [7])?.status == 200)
      #expect(
        try server.ask("POST", "/predict", fields: ["Sec-Fetch-Site: cross-site"], body: [7])?.status == 403)
      let answer = try #require(try server.ask("POST", "/predict", fields: ["Origin: http://localhost"], body: [7]))
      #expect(!answer.fields.keys.contains { $0.hasPrefix("access-control") })
    }
  }
}
