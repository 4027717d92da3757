import Testing

@testable import InklingServing

/// HTTP/2 that is no good, or too much of it. After each the server does its work as before.
@Suite(.startsServers) struct HTTP2AttackTests {
  private static let deadline = 300
  /// ENHANCE_YOUR_CALM.
  private static let calm = 11

  /// CVE-2023-44487.
  @Test func rapidResetsEndTheConnection() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      for number in 0...GuardedHTTP2.resets {
        let stream = 2 * number + 1
        frames.ask("GET", "/v2", stream: stream)
        frames.connection.send(HTTP2Frames.frame(HTTP2Frames.reset, stream: stream, [0, 0, 0, 8]))
      }
      #expect(frames.end() == Self.calm)
      #expect(frames.connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test(arguments: [HTTP2Frames.ping, HTTP2Frames.settings]) func floodsEndTheConnection(type: UInt8) async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      let payload = [UInt8](repeating: 0, count: type == HTTP2Frames.ping ? 8 : 0)
      var isTaken = true
      for _ in 0...GuardedHTTP2.resets where isTaken {
        isTaken = frames.connection.send(HTTP2Frames.frame(type, payload))
      }
      #expect(frames.end() == Self.calm)
      #expect(frames.connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test func continuationsWithoutEndEndTheConnection() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.connection.send(HTTP2Frames.frame(HTTP2Frames.headers, stream: 1, HTTP2Frames.request()))
      for _ in 0...GuardedHTTP2.continuations {
        frames.connection.send(HTTP2Frames.frame(HTTP2Frames.continuation, stream: 1, HTTP2Frames.block([("a", "b")])))
      }
      #expect(frames.end() == Self.calm)
      #expect(frames.connection.isEnded())
      #expect(try server.isWell())
    }
  }

  @Test(arguments: [(1, 17_000), (200, 10), (30, 4000)])
  func headerFieldsOverTheLimitAreRefused(count: Int, size: Int) async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      let fields = (0..<count).map { ("x-\($0)", String(repeating: "a", count: size)) }
      let block = HTTP2Frames.request("GET", "/v2", fields)
      let pieces = stride(from: 0, to: block.count, by: 16000).map { Array(block[$0..<min(block.count, $0 + 16000)]) }
      for (place, piece) in pieces.enumerated() {
        let type = place == 0 ? HTTP2Frames.headers : HTTP2Frames.continuation
        let flags: UInt8 = (place == 0 ? HTTP2Frames.endStream : 0) | (place == pieces.count - 1 ? 4 : 0)
        frames.connection.send(HTTP2Frames.frame(type, flags: flags, stream: 1, piece))
      }
      let body = frames.body(of: 1)
      #expect(body == nil || body?.contains("too many header fields") == true, "\(body ?? "")")
      #expect(try server.isWell())
    }
  }

  @Test func slowBodiesAreGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.body = Self.deadline }) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.connection.send(
        HTTP2Frames.frame(HTTP2Frames.headers, flags: 4, stream: 1, HTTP2Frames.request("POST", "/predict")))
      frames.connection.send(HTTP2Frames.frame(HTTP2Frames.data, stream: 1, [7]))
      #expect(frames.body(of: 1) == nil)
      // The stream is gone, and the connection is not.
      frames.ask("GET", "/v2", stream: 3)
      #expect(frames.body(of: 3) != nil)
    }
  }

  @Test func readersThatNeverReadAreGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.reader = Self.deadline }) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      // A window of nothing for what the server sends on a stream.
      frames.connection.send(HTTP2Frames.frame(HTTP2Frames.settings, [0, 4, 0, 0, 0, 0]))
      frames.ask("GET", "/v2", stream: 1)
      #expect(frames.body(of: 1) == nil)
      #expect(try server.isWell())
    }
  }

  @Test func aConnectionThatAsksNothingIsGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.idle = Self.deadline }) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      // With a word of good-bye.
      #expect(frames.end() == 0)
      #expect(try server.isWell())
    }
  }

  @Test func slowHeadersAreGivenUp() async throws {
    try await TestServer.with(change: { $0.deadlines.head = Self.deadline }) { (server: TestServer) throws in
      let frames = HTTP2Frames(try server.connect())
      frames.connection.send(HTTP2Frames.frame(HTTP2Frames.headers, stream: 1, HTTP2Frames.request()))
      #expect(frames.connection.isEnded())
      let half = try server.connect()
      half.send("PRI * HT")
      #expect(half.isEnded())
      #expect(try server.isWell())
    }
  }

  /// Whether the client has confirmed the limit or not.
  @Test(arguments: [true, false]) func oneStreamTooManyEndsTheConnection(isConfirmed: Bool) async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model]) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      if isConfirmed { frames.connection.send(HTTP2Frames.frame(HTTP2Frames.settings, flags: 1)) }
      for number in 0...GuardedHTTP2.streams { frames.ask("POST", "/predict", stream: 2 * number + 1, body: [7]) }
      // PROTOCOL_ERROR.
      #expect(frames.end() == 1)
      #expect(frames.connection.isEnded())
      gate.open()
      #expect(try server.isWell())
    }
  }

  /// DATA of one byte a frame.
  @Test func bodiesInCrumbsAreRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.connection.send(
        HTTP2Frames.frame(HTTP2Frames.headers, flags: 4, stream: 1, HTTP2Frames.request("POST", "/predict")))
      let crumbs = (0..<5000).flatMap { _ in HTTP2Frames.frame(HTTP2Frames.data, stream: 1, [7]) }
      frames.connection.send(crumbs)
      #expect(frames.body(of: 1)?.contains("too many pieces") == true)
      frames.ask("GET", "/v2", stream: 3)
      #expect(frames.body(of: 3) != nil)
    }
  }

  @Test func bytesThatAreNoFramesEndTheConnection() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<50 {
        let frames = HTTP2Frames(try server.connect())
        frames.connection.send((0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) })
        frames.connection.finish()
        #expect(frames.connection.isEnded())
      }
      #expect(try server.isWell())
    }
  }
}
