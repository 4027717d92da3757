import InklingFiles
import Testing

@testable import InklingServing

/// HTTP/2 with prior knowledge, as a client sees it.
@Suite(.startsServers) struct HTTP2Tests {
  @Test func requestsOfOneConnectionAreAnswered() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("POST", "/v2/models/stub/infer", stream: 1, body: InferenceServerTests.oneImage)
      #expect(frames.body(of: 1)?.contains(#""data":[1.0,9.0,3.0]"#) == true)
      frames.ask("POST", "/predict", stream: 3, body: [7])
      #expect(frames.body(of: 3)?.contains(#""predictions":[{"class":"b""#) == true)
      frames.ask("GET", "/openapi.json", stream: 5)
      // Longer than a stream's window: it goes on as the client takes it.
      #expect(frames.body(of: 5)?.hasPrefix("{") == true)
    }
  }

  @Test func aSlowRequestHoldsUpNoOther() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model]) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("POST", "/predict", stream: 1, body: [7])
      gate.awaitSomebody()
      frames.ask("GET", "/v2", stream: 3)
      #expect(frames.body(of: 3)?.contains("inkling") == true)
      gate.open()
      #expect(frames.body(of: 1)?.contains(#""class":"b""#) == true)
    }
  }

  @Test func whatWasAcceptedIsAnsweredWhenTheServerEnds() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model]) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("POST", "/predict", stream: 1, body: [7])
      gate.awaitSomebody()
      server.server.stop()
      TestServer.wait { server.server.isDraining }
      while let frame = frames.next(), frame.type != HTTP2Frames.goAway {}
      gate.open()
      #expect(frames.body(of: 1)?.contains(#""class":"b""#) == true)
      #expect(frames.connection.isEnded())
    }
  }

  @Test func theHostIsCheckedAsOfHTTP1() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      let block = HTTP2Frames.block([
        (":method", "GET"), (":scheme", "http"), (":authority", "evil.example"), (":path", "/v2"),
      ])
      frames.connection.send(HTTP2Frames.frame(HTTP2Frames.headers, flags: 5, stream: 1, block))
      #expect(frames.body(of: 1)?.contains("this server answers for") == true)
      frames.ask("POST", "/predict", stream: 3, body: [7], [("origin", "https://evil.example")])
      #expect(frames.body(of: 3) == #"{"error":"a page of another site may not ask this server"}"#)
    }
  }

  /// A request that was HTTP/1.1 once says Host, which is the authority.
  @Test func hostIsTheAuthority() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      for (stream, fields, isTaken) in [
        (1, [("host", "localhost")], true), (3, [(":authority", "localhost"), ("host", "localhost")], true),
        (5, [(":authority", "localhost"), ("host", "evil.example")], false), (7, [("host", "evil.example")], false),
        (9, [], false),
      ] {
        let pseudo = [(":method", "GET"), (":scheme", "http"), (":path", "/v2")]
        let sorted = (pseudo + fields).sorted { $0.0.hasPrefix(":") && !$1.0.hasPrefix(":") }
        frames.connection.send(
          HTTP2Frames.frame(HTTP2Frames.headers, flags: 5, stream: stream, HTTP2Frames.block(sorted)))
        #expect(frames.body(of: stream)?.contains("extensions") == isTaken, "\(fields)")
      }
    }
  }

  /// An answer whose length nobody knows when it begins.
  @Test func eventsAreAnswered() async throws {
    try await TaughtServer.with { (server: TestServer, _: String) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("GET", "/teach/events", stream: 1)
      #expect(frames.body(of: 1)?.hasPrefix("event: ") == true)
      frames.ask("POST", "/predict", stream: 3, body: [7], [("expect", "100-continue")])
      #expect(frames.body(of: 3)?.contains("predictions") == true)
    }
  }

  @Test func headHasNoBody() async throws {
    try await TestServer.with { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("HEAD", "/v2", stream: 1)
      #expect(frames.body(of: 1) == "")
      frames.ask("GET", "/v2", stream: 3)
      #expect(frames.body(of: 3)?.isEmpty == false)
    }
  }

  @Test func aTokenIsNeededAsOfHTTP1() async throws {
    try await TestServer.with(change: { $0.token = "a-long-token" }) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("POST", "/predict", stream: 1, body: [7])
      #expect(frames.body(of: 1)?.contains("token is missing") == true)
      frames.ask("POST", "/predict", stream: 3, body: [7], [("authorization", "Bearer a-long-token")])
      #expect(frames.body(of: 3)?.contains(#""class":"b""#) == true)
    }
  }

  /// Such as `curl --http2` asks without TLS: NIO would read nothing behind it.
  @Test func anUpgradeOfHTTP1IsAnsweredAndEndsTheConnection() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      let fields = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"]
      let answer = try #require(connection.ask(TestServer.head("GET", "/v2", fields: fields)))
      #expect(answer.status == 200 && answer.fields["connection"] == "close")
      #expect(connection.isEnded())
    }
  }

  @Test func requestsBeyondWhatTheServerTakesAreRefused() async throws {
    let gate = Gate()
    var model = StubModel()
    model.before = { _ in gate.pass() }
    try await TestServer.with([model], change: { $0.connections = 1 }) { (server: TestServer) throws in
      var frames = HTTP2Frames(try server.connect())
      frames.ask("POST", "/predict", stream: 1, body: [7])
      gate.awaitSomebody()
      frames.ask("POST", "/predict", stream: 3, body: [7])
      #expect(frames.body(of: 3) == #"{"error":"the server has too much to do; try again"}"#)
      gate.open()
      #expect(frames.body(of: 1)?.contains(#""class":"b""#) == true)
    }
  }
}
