import Testing

@testable import InklingServing

/// Inference requests whose numbers, shapes or lengths are wrong.
@Suite(.startsServers) struct TensorAttackTests {
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

  /// Each has the shape's number of numbers in another order or form, and was answered.
  @Test(arguments: [
    "[[1],[2],[3],[4]]", "[[1,2,3],[4]]", "[[1,2],[3,4]]", "[[[1,2],[3,4]]]", "[[[[[1,2],[3,4]]]]]", "[[[[1,2,3,4]]]]",
    "[[[[1],[2],[3],[4]]]]", "[1,2,[3,4]]", "[[1,2],3,4]", "[[[[1,2],[3,4]]],[]]", "[[[[1,2],[3,4],[]]]]",
    "[[],1,2,3,4]",
  ])
  func dataOfAnotherFormThanItsShapeAreRefused(data: String) async throws {
    try await TestServer.with { (server: TestServer) throws in
      let ask = { (data: String) in
        let json = #"{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,2,2],"data":\#(data)}]}"#
        return try #require(try server.ask("POST", "/v2/models/stub/infer", body: Array(json.utf8)))
      }
      let answer = try ask(data)
      #expect(answer.status == 400 && answer.text.contains("nested in another form than its shape"), "\(answer.text)")
      for right in ["[1,2,3,4]", "[[[[1,2],[3,4]]]]"] { #expect(try ask(right).status == 200) }
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
}
