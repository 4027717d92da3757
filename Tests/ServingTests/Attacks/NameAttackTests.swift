import Testing

@testable import InklingServing

/// Paths, names and errors that would show or run what they should not.
@Suite(.startsServers) struct NameAttackTests {
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
}
