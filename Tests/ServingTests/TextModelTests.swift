import Testing

@testable import InklingServing

/// A model that reads texts, as a client sees it.
@Suite(.startsServers) struct TextModelTests {
  private func with(_ body: @escaping @Sendable (TestServer) throws -> Void) async throws {
    var model = StubModel()
    model.classNames = []
    model.readsTexts = true
    try await TestServer.with([model], body)
  }

  @Test func aPictureIsAnsweredWithItsText() async throws {
    try await with { (server: TestServer) throws in
      let answer = try #require(try server.ask("POST", "/predict?framed=true", body: [7]))
      #expect(answer.status == 200)
      #expect(
        answer.text.contains(
          #""classes":[],"predictions":[{"text":"\u003cb","probability":0.375,"characters":["#
            + #"{"character":"\u003c","probability":0.5},{"character":"b","probability":0.75}],"#
            + #""refused":false,"reason":null,"framed":"data:image/png;base64,AQ=="}]"#))
      // A text is no class, and is not counted as one.
      #expect(try server.ask("GET", "/metrics")?.text.contains("inkling_predictions_total{") == false)
    }
  }

  @Test func tensorsAreAnsweredWithTexts() async throws {
    try await with { (server: TestServer) throws in
      let metadata = try #require(try server.ask("GET", "/v2/models/stub"))
      #expect(
        metadata.text.contains(
          #""outputs":[{"name":"outputs","datatype":"FP32","shape":[-1,3]},"#
            + #"{"name":"texts","datatype":"BYTES","shape":[-1]}]"#))
      let json =
        #"{"inputs":[{"name":"images","datatype":"UINT8","shape":[2,4],"data":[1,2,3,4,0,0,25,9]}],"#
        + #""outputs":[{"name":"texts"}]}"#
      let answer = try #require(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8)))
      #expect(
        answer.text.contains(#""outputs":[{"name":"texts","datatype":"BYTES","shape":[2],"data":["bcd","aaz"]}]"#))
    }
  }

  @Test func classificationIsForClasses() async throws {
    try await with { (server: TestServer) throws in
      let json =
        #"{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,4],"data":[1,2,3,4]}],"#
        + #""outputs":[{"name":"texts","parameters":{"classification":1}}]}"#
      #expect(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8))?.status == 400)
    }
  }
}
