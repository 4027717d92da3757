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
