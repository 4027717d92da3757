import Foundation
import InklingDatasets
import Testing

@Suite struct ValidationSplitTests {
  @Test(arguments: [
    (ValidationSplit(.count(5000)), #"{"count":5000,"seed":0}"#),
    (ValidationSplit(.share(0.1), seed: 7), #"{"seed":7,"share":0.1}"#),
    (ValidationSplit(.fold(number: 2, count: 5), seed: .max), #"{"fold":2,"folds":5,"seed":18446744073709551615}"#),
  ])
  func jsonForm(_ split: ValidationSplit, _ json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(split), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(ValidationSplit.self, from: Data(json.utf8)) == split)
  }

  @Test func halfAFoldIsNone() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ValidationSplit.self, from: Data(#"{"fold":2,"seed":0}"#.utf8))
    }
  }
}
