import Testing

@testable import InklingServing

/// What `POST /predict` is asked, by its address and by its body.
@Suite struct PictureRequestTests {
  private static func request(_ json: String, _ query: String) throws(ServedFault) -> PictureRequest {
    try PictureRequest(Array(json.utf8), type: "application/json", query: query)
  }

  @Test(arguments: [
    (#""model":"a""#, "model=b", "model: 'b' in the address, 'a' in the JSON"),
    (#""version":"1""#, "version=2", "version: '2' in the address, '1' in the JSON"),
    (#""framed":false"#, "framed=true", "framed: 'true' in the address, 'false' in the JSON"),
    (#""framed":true"#, "framed=false", "framed: 'false' in the address, 'true' in the JSON"),
  ])
  func whatIsSaidTwiceMustAgree(option: String, query: String, expected: String) {
    let fault = #expect(throws: ServedFault.self) { try Self.request("{\"picture\":[[0]],\(option)}", query) }
    #expect(fault?.status == 400)
    #expect(
      fault?.message == "the address and the JSON say different things of \(expected); say it in one of them")
  }

  /// One of them was passed over, or both were answered.
  @Test(arguments: [#"{"picture":[[0]],"pictures":[[[1]]]}"#, #"{"pictures":[],"picture":[[0]]}"#])
  func aPictureAndPicturesTogetherAreRefused(_ json: String) {
    let fault = #expect(throws: ServedFault.self) { try Self.request(json, "") }
    #expect(fault?.status == 400 && fault?.message.contains("both 'picture' and 'pictures'") == true)
  }

  @Test func whatAgreesIsTaken() throws {
    let json = #"{"picture":[[0]],"model":"a","version":"2","framed":true}"#
    for query in ["", "model=a", "version=2&framed=true"] {
      let request = try Self.request(json, query)
      #expect(request.model == "a" && request.version == "2" && request.isFramed)
    }
    let request = try Self.request(#"{"picture":[[0]]}"#, "framed=false&model=c")
    #expect(request.model == "c" && request.version == nil && !request.isFramed)
  }
}
