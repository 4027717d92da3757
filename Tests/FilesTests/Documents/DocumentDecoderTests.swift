import Foundation
import Testing

@testable import InklingFiles

/// What Foundation's decoder reads is read to the same values, and what it refuses is refused.
@Suite struct DocumentDecoderTests {
  private enum Colour: String, Codable { case red, blue }
  private struct Part: Codable, Equatable {
    var name: String
    var share: Float?
    var colour: Colour?
  }
  private struct Whole: Codable, Equatable {
    var flag: Bool
    var count: Int
    var small: UInt8?
    var large: UInt64?
    var numbers: [Double]
    var texts: [String]?
    var table: [String: Int]?
    var parts: [Part]?
    var nested: [[Int]]?
    var node: DocumentNode?
    var gaps: [Int?]?
  }

  private func own<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try DocumentDecoder(try JSONDocument.parse(Array(text.utf8))).decode(type)
  }

  @Test(arguments: [
    #"{"flag": true, "count": 3, "numbers": []}"#,
    #"{"flag": false, "count": -0, "numbers": [1, -2.5, 1e-300, 0.1], "small": 255, "large": 18446744073709551615}"#,
    #"{"flag": false, "count": 1e2, "numbers": [3.0], "small": 7.0, "large": null, "texts": ["", "\u00fc"]}"#,
    #"{"flag": true, "count": 9007199254740993, "numbers": [], "table": {"a": 1, "b": 2}, "nested": [[], [1, 2]]}"#,
    #"{"flag": true, "count": 1, "numbers": [], "parts": [{"name": "x", "share": 0.3}, {"name": "", "colour": "red"}]}"#,
    #"{"flag": true, "count": 1, "numbers": [], "node": {"z": [1, 2.50, true, null, "1"], "a": {}, "e": 1e2, "m": -0.0}}"#,
    #"{"flag": true, "count": 1, "numbers": [], "gaps": [1, null, 3]}"#,
    #"{"flag": true, "count": 1, "numbers": [], "table": {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8}}"#,
    #"{"flag": true, "count": 1, "numbers": [], "table": {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9}}"#,
  ])
  func valuesAreFoundations(text: String) throws {
    let value = try own(Whole.self, text)
    #expect(try value == JSONDecoder().decode(Whole.self, from: Data(text.utf8)))
    // A node is written again as the other decoder's is, to the last byte.
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      try encoder.encode(own(DocumentNode.self, text))
        == encoder.encode(JSONDecoder().decode(DocumentNode.self, from: Data(text.utf8))))
  }

  @Test(arguments: [
    ("{}", "flag"), (#"{"flag": 1, "count": 1, "numbers": []}"#, "flag"),
    (#"{"flag": true, "count": "1", "numbers": []}"#, "count"),
    (#"{"flag": true, "count": 1.5, "numbers": []}"#, "count"),
    (#"{"flag": true, "count": 9223372036854775808, "numbers": []}"#, "count"),
    (#"{"flag": true, "count": true, "numbers": []}"#, "count"),
    (#"{"flag": true, "count": null, "numbers": []}"#, "count"),
    (#"{"flag": true, "count": 1, "numbers": [1, 1e999]}"#, "numbers.1"),
    (#"{"flag": true, "count": 1, "numbers": {}}"#, "numbers"),
    (#"{"flag": true, "count": 1, "numbers": [], "small": 256}"#, "small"),
    (#"{"flag": true, "count": 1, "numbers": [], "large": -1}"#, "large"),
    (#"{"flag": true, "count": 1, "numbers": [], "parts": [{"name": "x"}, {"name": 1}]}"#, "parts.1.name"),
    (#"{"flag": true, "count": 1, "numbers": [], "parts": [{"name": "x", "colour": "green"}]}"#, "parts.0.colour"),
    (#"{"flag": true, "count": 1, "numbers": [], "parts": [[]]}"#, "parts.0"),
    (#"{"flag": true, "count": 1, "numbers": [], "parts": [{"name": "x", "share": 1e39}]}"#, "parts.0.share"),
    (#"{"flag": true, "count": 1, "numbers": [], "node": {"a": [1e999]}}"#, "node.a.0"), ("[]", ""), ("null", ""),
  ])
  func whatDoesNotFitIsRefusedAtItsPlace(text: String, place: String) throws {
    do {
      _ = try own(Whole.self, text)
      Issue.record("\(text) was read")
    } catch let error as DecodingError {
      #expect(Self.place(of: error) == place)
    }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Whole.self, from: Data(text.utf8)) }
  }

  private static func place(of error: DecodingError) -> String {
    let path: [any CodingKey] =
      switch error {
      case .keyNotFound(let key, let context): context.codingPath + [key]
      case .typeMismatch(_, let context), .valueNotFound(_, let context): context.codingPath
      case .dataCorrupted(let context): context.codingPath
      @unknown default: []
      }
    return path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  @Test func listsEndWhereTheyEnd() throws {
    struct Pair: Decodable {
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        _ = try (list.decode(Int.self), list.decode(Int.self))
      }
    }
    _ = try own(Pair.self, "[1, 2]")
    #expect(throws: DecodingError.self) { try own(Pair.self, "[1]") }
  }

  @Test func keysThatOnlyLookTheSameAreNoTrap() throws {
    let keys = (0..<9).map { "\"k\($0)\": \($0)" } + ["\"\u{E9}\": 1", "\"e\u{301}\": 2"]
    #expect(try own([String: Int].self, "{\(keys.joined(separator: ", "))}")["\u{E9}"] == 1)
  }
}
