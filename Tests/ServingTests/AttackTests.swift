import InklingFiles
import Testing

@testable import InklingServing

/// What a hostile client does, over a real socket. After each the server does its work as before.
@Suite(.startsServers) struct AttackTests {
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
        Self.rest(milliseconds: 10)
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

  @Test func aBodyInOneByteChunksIsRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send("POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
      let piece = [UInt8](repeatElement(Array("1\r\na\r\n".utf8), count: 1000).joined())
      var isTaken = true
      for _ in 0..<3000 where isTaken { isTaken = connection.send(piece) }
      // The server ends the connection; whether its answer gets through is the network's luck.
      #expect(!isTaken)
      let answer = connection.answer()
      let refusal = #"{"error":"the body comes in too many pieces; send larger chunks"}"#
      #expect(answer == nil || answer?.text == refusal)
      #expect(try server.isWell())
    }
  }

  @Test func aLengthAndChunksTogetherAreRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let connection = try server.connect()
      connection.send(
        "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "0\r\n\r\nGET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(connection.answer()?.status == 400)
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
      #expect(answer == nil || answer?.status == 400)
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

  @Test func deepJSONIsRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      for depth in [66, 10_000, 1_000_000] {
        let data = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        for json in [
          #"{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,4],"data":\#(data)}]}"#, #"{"other":\#(data)}"#,
        ] {
          let answer = try #require(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8)))
          #expect(answer.status == 400 && answer.text.contains("nested too deeply"))
        }
      }
    }
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity", "1e999", "1e39", "nan", "01", "+1", ".5", "1.", "0x1", "true"])
  func numbersThatAreNoneAreRefused(number: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let json = #"{"inputs":[{"name":"values","datatype":"FP32","shape":[1,4],"data":[0,1,2,\#(number)]}]}"#
      #expect(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8))?.status == 400)
    }
  }

  @Test(arguments: [0x7FC0_0000, 0x7F80_0000, 0xFF80_0000] as [UInt32])
  func binaryNumbersThatAreNoneAreRefused(bits: UInt32) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let json =
        #"{"inputs":[{"name":"values","datatype":"FP32","shape":[1,4],"parameters":{"binary_data_size":16}}]}"#
      let bytes = (0..<16).map { $0 < 4 ? UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) : 0 }
      let answer = try server.ask(
        "POST", "/v2/models/stub/infer", fields: ["Inference-Header-Content-Length: \(json.utf8.count)"],
        body: Array(json.utf8) + bytes)
      #expect(answer?.text == #"{"error":"the input 'values' holds a number that is not finite"}"#)
    }
  }

  @Test(arguments: [
    "[9223372036854775807,9223372036854775807]", "[4294967296,4294967296]", "[-1,4]", "[1e300,4]", "[0,4]", "[1.5,4]",
    "[1000000,4]", "[1,4,1]", "[]", "[1,1,1,1,1,1,1,1,4]", "[5]",
  ])
  func shapesThatOverflowAreRefused(shape: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let json = #"{"inputs":[{"name":"images","datatype":"UINT8","shape":\#(shape),"data":[1,2,3,4]}]}"#
      let answer = try #require(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8)))
      #expect(answer.status == 400, "\(answer.text)")
    }
  }

  @Test(arguments: ["-1", "99999", "9223372036854775808", "+4", "4 4", "", "0x10", "3"])
  func aHeaderLengthThatIsNoneIsRefused(length: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try server.ask(
        "POST", "/v2/models/stub/infer", fields: ["Inference-Header-Content-Length: \(length)"],
        body: InferenceServerTests.oneImage)
      #expect(answer?.status == 400)
    }
  }

  @Test(arguments: [-1, 3, 5, 1 << 40]) func aBinarySizeThatIsNotTheShapesIsRefused(size: Int) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let json =
        #"{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,4],"parameters":{"binary_data_size":\#(size)}}]}"#
      let answer = try server.ask(
        "POST", "/v2/models/stub/infer", fields: ["Inference-Header-Content-Length: \(json.utf8.count)"],
        body: Array(json.utf8) + [1, 2, 3, 4])
      #expect(answer?.status == 400)
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

  @Test(arguments: [
    "--m\r\n\r\nabc", "--m\r\n\r\nabc\r\n--m", "--m", "abc", "--m--", "--m\r\nA: b\r\n--m--", "\r\n--m\r\n",
  ])
  func aMultipartBodyWithoutAnEndIsRefused(body: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try server.ask(
        "POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=m"], body: Array(body.utf8))
      #expect(answer?.status == 400)
    }
  }

  @Test func aHundredThousandPartsAreRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let body = String(repeating: "--m\r\n\r\na\r\n", count: 100_000) + "--m--"
      let answer = try server.ask(
        "POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=m"], body: Array(body.utf8))
      #expect(answer?.text == #"{"error":"the multipart body has too many parts; expected at most 64"}"#)
    }
  }

  @Test func aMegabyteOfBoundaryIsRefused() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let long = String(repeating: "b", count: 1 << 20)
      let answer = try server.ask("POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=\(long)"])
      #expect(answer == nil || answer?.status == 400)
      let short = String(repeating: "b", count: 10_000)
      let refused = try server.ask(
        "POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=\(short)"], body: [1])
      #expect(refused?.text.contains("the multipart boundary is out of range") == true)
      #expect(try server.isWell())
    }
  }

  @Test(arguments: [
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/....//etc/passwd", "/%252e%252e/etc",
    "/v2/models/..%2f..%2fetc%2fpasswd", "/v2/models/%2e%2e/infer", "/v2/models/%c0%ae%c0%ae/ready", "//etc/passwd",
    "/openapi.json/", "/openapi.json/..", "/%6fpenapi.json", "/v2/models/stub%00", "/\\..\\etc", "/v2/models/%zz",
    "/v2/models/stub/versions/..%2f1/ready",
  ])
  func pathsLeadNowhere(path: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try #require(try server.ask("GET", path))
      #expect([400, 404, 405].contains(answer.status), "\(answer.status)")
      #expect(!answer.text.contains("root:"))
    }
  }

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

  @Test func scriptInNamesIsText() async throws {
    var model = StubModel()
    model.classNames = ["<script>alert(1)</script>", "\"},\n{", "c"]
    try await TestServer.with([model]) { (server: TestServer) throws in
      let answer = try #require(try server.ask("POST", "/predict", body: [3]))
      #expect(answer.status == 200 && !answer.text.contains("<") && answer.text.contains(#"\u003cscript\u003e"#))
      #expect(
        answer.fields["x-content-type-options"] == "nosniff" && answer.fields["content-type"] == "application/json")
      let metrics = try #require(try server.ask("GET", "/metrics"))
      #expect(metrics.fields["content-type"]?.hasPrefix("text/plain") == true)
      let part =
        "--m\r\nContent-Disposition: form-data; name=\"<script>\"; filename=\"<img onerror=x>\"\r\n\r\n!\r\n--m--\r\n"
      let refused = try #require(
        try server.ask(
          "POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=m"], body: Array(part.utf8)))
      #expect(refused.status == 400 && !refused.text.contains("img"))
    }
  }

  @Test func errorsShowNoPath() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try #require(try server.ask("POST", "/predict", body: Array("!".utf8)))
      #expect(answer.text == #"{"error":"no picture: found a mark."}"#)
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

  @Test func moreConnectionsThanThereMayBeAreEnded() async throws {
    try await TestServer.with(change: { $0.connections = 1 }) { (server: TestServer) throws in
      do {
        let first = try server.connect()
        #expect(first.ask(TestServer.head("GET", "/v2"))?.status == 200)
        let second = try server.connect()
        #expect(second.isEnded())
        #expect(first.ask(TestServer.head("GET", "/v2"))?.status == 200)
      }
      // The next one comes in as soon as the server has seen that the first is gone.
      while try !server.isWell() {}
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

  private static func rest(milliseconds: Int) {
    ThreadCondition().wait(atMost: UInt64(milliseconds) * 1_000_000) { false }
  }
}
