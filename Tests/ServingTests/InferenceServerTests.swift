import Testing

@testable import InklingServing

/// A server as a client sees it.
@Suite(.startsServers) struct InferenceServerTests {
  static func infer(_ json: String) -> [UInt8] { Array(json.utf8) }
  static let oneImage = infer(
    #"{"id":"x","inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,2,2],"data":[[[[1,9],[3,4]]]]}]}"#)

  @Test func theServerSaysWhatItIs() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try #require(try server.ask("GET", "/v2"))
      #expect(answer.status == 200 && answer.text.contains(#""name":"inkling""#))
      #expect(answer.text.contains(#""extensions":["binary_tensor_data","classification","model_repository"]"#))
      #expect(try server.ask("GET", "/v2/health/live")?.status == 200)
      #expect(try server.ask("GET", "/v2/health/ready")?.status == 200)
      let model = try #require(try server.ask("GET", "/v2/models/stub"))
      #expect(
        model.text
          == #"{"name":"stub","versions":["1"],"platform":"stub","inputs":["#
          + #"{"name":"images","datatype":"UINT8","shape":[-1,1,2,2]},"#
          + #"{"name":"values","datatype":"FP32","shape":[-1,1,2,2]}],"#
          + #""outputs":[{"name":"logits","datatype":"FP32","shape":[-1,3]},"#
          + #"{"name":"probabilities","datatype":"FP32","shape":[-1,3]},"#
          + #"{"name":"labels","datatype":"BYTES","shape":[-1]}]}"#)
      #expect(try server.ask("GET", "/v2/models/stub/versions/1/ready")?.status == 200)
      #expect(try server.ask("GET", "/v2/models/stub/versions/2/ready")?.status == 404)
      let unknown = try #require(try server.ask("GET", "/v2/models/other"))
      #expect(unknown.status == 404 && unknown.text == #"{"error":"there is no model 'other'"}"#)
    }
  }

  @Test func imagesInJSONAreAnswered() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try #require(try server.ask("POST", "/v2/models/stub/infer", body: Self.oneImage))
      #expect(
        answer.text
          == #"{"model_name":"stub","model_version":"1","id":"x","outputs":["#
          + #"{"name":"logits","datatype":"FP32","shape":[1,3],"data":[1.0,9.0,3.0]},"#
          + #"{"name":"probabilities","datatype":"FP32","shape":[1,3],"data":[0.07692308,0.6923077,0.23076923]},"#
          + #"{"name":"labels","datatype":"BYTES","shape":[1],"data":["b"]}]}"#)
    }
  }

  @Test func severalInputsAreAnsweredInTheirOrder() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let body = Self.infer(
        #"{"inputs":[{"name":"values","datatype":"FP32","shape":[1,4],"data":[0.5,-1,2e-1,7]},"#
          + #"{"name":"images","datatype":"FP32","shape":[2,2],"data":[1,2,3,4]}],"outputs":[{"name":"logits"}]}"#)
      let answer = try #require(try server.ask("POST", "/v2/models/stub/versions/1/infer", body: body))
      #expect(answer.text.contains(#""shape":[2,3],"data":[0.5,-1.0,0.2,1.0,2.0,3.0]"#))
    }
  }

  @Test func binaryTensorsGoBothWays() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let json =
        #"{"inputs":[{"name":"images","datatype":"UINT8","shape":[2,1,2,2],"parameters":{"binary_data_size":8}}],"#
        + #""parameters":{"binary_data_output":true},"outputs":[{"name":"logits"},"#
        + #"{"name":"labels"},{"name":"probabilities","parameters":{"binary_data":false,"classification":2}}]}"#
      let answer = try #require(
        try server.ask(
          "POST", "/v2/models/stub/infer", fields: ["Inference-Header-Content-Length: \(json.utf8.count)"],
          body: Array(json.utf8) + [1, 2, 3, 4, 8, 4, 4, 4]))
      #expect(answer.status == 200 && answer.fields["content-type"] == "application/octet-stream")
      let length = try #require(answer.fields["inference-header-content-length"].flatMap { Int($0) })
      let head = String(decoding: answer.body[..<length], as: UTF8.self)
      #expect(head.contains(#""parameters":{"binary_data_size":24}"#))
      #expect(head.contains(#""data":["0.5:2:c","0.33333334:1:b","0.5:0:a","0.25:1:b"]"#))
      let numbers: [Float] = [1, 2, 3, 8, 4, 4]
      let bytes = numbers.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
      #expect(Array(answer.body[length...]) == bytes + [1, 0, 0, 0, 0x63, 1, 0, 0, 0, 0x61])
    }
  }

  @Test func aPictureIsTheBody() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let answer = try #require(
        try server.ask(
          "POST", "/predict?framed=true", fields: ["Content-Type: application/x-www-form-urlencoded"], body: [7]))
      #expect(answer.status == 200)
      #expect(
        answer.text.contains(
          #""predictions":[{"class":"b","label":1,"probability":0.5,"runner_up":"c","probabilities":[0.25,0.25,0.5],"#
            + #""refused":false,"reason":null,"number":"b""#))
      #expect(answer.text.contains(#""framed":"data:image/png;base64,AQID""#))
    }
  }

  @Test func severalPicturesComeInParts() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let body =
        "--mark\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.png\"\r\n\r\n\u{1}\r\n"
        + "--mark\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n-\r\n--mark--\r\n"
      let answer = try #require(
        try server.ask(
          "POST", "/predict", fields: ["Content-Type: multipart/form-data; boundary=mark"], body: Array(body.utf8)))
      #expect(answer.text.contains(#"{"class":"b""#) && answer.text.contains(#""refused":true,"reason":"it is blank""#))
    }
  }

  @Test func picturesComeAsJSON() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let json = #"{"pictures":["Ag==",[[3,4],[5,6]],[[[4,0,0]]]]}"#
      let answer = try #require(
        try server.ask("POST", "/predict", fields: ["Content-Type: application/json"], body: Array(json.utf8)))
      let classes = answer.text.split(separator: #"{"class":""#).dropFirst().map { $0.prefix(1) }
      #expect(classes.count == 6 && classes == ["c", "c", "a", "a", "b", "b"])
    }
  }

  @Test func anImageIsExplained() async throws {
    try await TestServer.with { (server: TestServer) throws in
      func ask(_ json: String) throws -> (status: Int, text: String) {
        let answer = try #require(
          try server.ask("POST", "/explain", fields: ["Content-Type: application/json"], body: Array(json.utf8)))
        return (answer.status, answer.text)
      }
      #expect(try ask(#"{"picture":[[3,4],[5,6]]}"#) == (200, #"{"steps":[3]}"#))
      let other = try ask(#"{"picture":[[3]]}"#)
      #expect(other.status == 400 && !other.text.contains("secret"))
      #expect(try ask(#"{"pictures":[[[3]],[[3]]]}"#).status == 400)
    }
  }

  @Test func thePageIsServed() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let page = try #require(try server.ask("GET", "/"))
      #expect(page.status == 200 && page.fields["content-type"] == "text/html; charset=utf-8")
      let policy = page.fields["content-security-policy"] ?? ""
      #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
      for path in ["/page.css", "/served.js", "/page.js", "/texts.js"] {
        #expect(try server.ask("GET", path)?.status == 200, "\(path)")
      }
      // What only exported pages have, and what is not below the page.
      for path in ["/exported.js", "/index.html", "/framing/plane.js", "/../Package.swift", "/%2e%2e/Package.swift"] {
        #expect(try server.ask("GET", path)?.status == 404, "\(path)")
      }
    }
  }

  @Test func theMethodAndTheAddressAreChecked() async throws {
    try await TestServer.with { (server: TestServer) throws in
      let wrong = try #require(try server.ask("DELETE", "/predict"))
      #expect(wrong.status == 405 && wrong.fields["allow"] == "POST")
      #expect(try server.ask("GET", "/v3")?.text == #"{"error":"there is nothing at this address"}"#)
      let head = try #require(try server.ask("HEAD", "/v2"))
      #expect(head.status == 200 && head.body.isEmpty && head.fields["content-length"] != "0")
    }
  }

  /// An option that nobody follows is not passed over.
  @Test func theProtocolsAddressesHaveNoOptions() async throws {
    try await TestServer.with { (server: TestServer) throws in
      for (method, path) in [
        ("GET", "/v2/models/stub"), ("GET", "/v2/models/stub/ready"), ("POST", "/v2/models/stub/infer"),
        ("POST", "/v2/repository/index"),
      ] {
        let body = method == "GET" ? [] : Self.oneImage
        let answer = try #require(try server.ask(method, path + "?version=2", body: body))
        #expect(answer.status == 400 && answer.text.contains("this address has no option 'version'"), "\(path)")
      }
      #expect(try server.ask("GET", "/v2/models/stub?")?.status == 200)
    }
  }

  @Test func aRequestHasAnIdentifier() async throws {
    try await TestServer.with { (server: TestServer) throws in
      #expect(try server.ask("GET", "/v2", fields: ["X-Request-Id: mine-1"])?.fields["x-request-id"] == "mine-1")
      let own = try server.ask("GET", "/v2", fields: ["X-Request-Id: <script>"])?.fields["x-request-id"]
      #expect(own?.contains("<") == false && own?.isEmpty == false)
    }
  }
}
