import Testing

@testable import InklingServing

/// Multipart bodies without an end or a measure.
@Suite(.startsServers) struct MultipartAttackTests {
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
      #expect(answer == nil || answer?.status == 431)
      let short = String(repeating: "b", count: 10_000)
      let refused = try server.ask(
        "POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=\(short)"], body: [1])
      #expect(refused?.text.contains("the multipart boundary is out of range") == true)
      #expect(try server.isWell())
    }
  }
}
