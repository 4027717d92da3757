import Testing

@testable import InklingServing

/// Bodies that many clients begin and none ends: 1,000 connections held 20 gigabytes.
@Suite(.startsServers) struct HeldBodyAttackTests {
  private static let length = 200_000
  /// What counts of all but a byte of such a body.
  private static let counted = length - 1 - BodyAllowance.free

  /// A server that holds one such body, and not two.
  private static func with(_ body: @escaping @Sendable (TestServer) throws -> Void) async throws {
    try await TestServer.with(change: {
      $0.largestBody = length
      $0.heldBodies = length
    }) { (server: TestServer) throws in
      try body(server)
      TestServer.wait { server.server.bodies.held == 0 }
      #expect(try server.isWell())
    }
  }

  /// A connection on which all of a body has been sent but the last byte.
  private static func hold(_ server: TestServer) throws -> RawConnection {
    let connection = try server.connect()
    connection.send(TestServer.head("POST", "/predict", length: length))
    connection.send([UInt8](repeating: 7, count: length - 1))
    TestServer.wait { server.server.bodies.held == counted }
    return connection
  }

  @Test func aBodyForWhichThereIsNoRoomIsRefusedBeforeItIsSent() async throws {
    try await Self.with { server in
      let first = try Self.hold(server)
      let second = try server.connect()
      // Its header fields alone: nothing of the body is waited for.
      second.send(TestServer.head("POST", "/predict", length: Self.length))
      let refused = try #require(second.answer())
      #expect(refused.status == 503 && refused.fields["retry-after"] == "1")
      #expect(refused.text.contains("holds as much of other requests' bodies as it may"))
      // Who asks for little is answered.
      #expect(try server.ask("POST", "/predict", body: [7])?.status == 200)
      first.send([7])
      #expect(first.answer()?.status == 200)
      TestServer.wait { server.server.bodies.held == 0 }
      let body = [UInt8](repeating: 7, count: Self.length)
      #expect(try server.ask("POST", "/predict", body: body)?.status == 200)
    }
  }

  /// It does not say how long it is: it is refused in the middle, and the connection goes on.
  @Test func aBodyInChunksIsRefusedWhenThereIsNoRoomLeft() async throws {
    try await Self.with { server in
      let first = try Self.hold(server)
      let second = try server.connect()
      second.send("POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = String(repeating: "a", count: 0x8000)
      for _ in 0..<5 { second.send("8000\r\n\(chunk)\r\n") }
      #expect(second.answer()?.status == 503)
      second.send("0\r\n\r\n")
      #expect(second.ask(TestServer.head("GET", "/v2"))?.status == 200)
      TestServer.wait { server.server.bodies.held == Self.counted }
      first.send([7])
      #expect(first.answer()?.status == 200)
    }
  }

  @Test func whatAClientThatGoesAwayHeldIsFree() async throws {
    try await Self.with { server in
      do { _ = try Self.hold(server) }
      TestServer.wait { server.server.bodies.held == 0 }
      #expect(try server.ask("POST", "/predict", body: [UInt8](repeating: 7, count: Self.length))?.status == 200)
    }
  }

  /// The limit is never less than one body may be.
  @Test func theLargestBodyAlwaysFits() async throws {
    try await TestServer.with(change: { $0.heldBodies = 1 }) { (server: TestServer) throws in
      #expect(try server.ask("POST", "/predict", body: [UInt8](repeating: 7, count: 1_000_000))?.status == 200)
    }
  }
}
