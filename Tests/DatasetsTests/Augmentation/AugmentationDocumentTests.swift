import Foundation
import InklingTestSupport
import Testing

@testable import InklingDatasets

/// `docs/recipes.md` lists every transform, parameter, range and default as the code has them, and no other.
struct AugmentationDocumentTests {
  private let lines: [String]

  init() throws {
    let text = try String(contentsOfFile: Goldens.packageRoot + "/docs/recipes.md", encoding: .utf8)
    let start = try #require(text.range(of: "## Augmentations\n")).upperBound
    let end = try #require(text.range(of: "\n## ", range: start..<text.endIndex)).lowerBound
    lines = text[start..<end].components(separatedBy: "\n")
  }

  @Test func itsTableIsTheVocabulary() {
    let expected = Augmentation.vocabulary.flatMap { word in
      word.keys.map { "| `\(word.name)` | `\($0.name)` | \($0.expected) | \(Self.text($0.standard)) |" }
    }
    #expect(lines.filter { $0.hasPrefix("| `") && $0.split(separator: "|").count > 3 } == expected)
  }

  @Test func itSaysWhatEveryTransformDoes() {
    let names = lines.filter { $0.hasPrefix("| `") && $0.split(separator: "|").count <= 3 }
      .map { $0.split(separator: "`")[1] }
    #expect(names == Augmentation.vocabulary.map { $0.name[...] })
    for preset in Augmentation.presets { #expect(lines.joined(separator: " ").contains("`\(preset.name)` is `")) }
  }

  private static func text(_ standard: [Double]) -> String {
    let numbers = standard.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
    return numbers.count == 1 ? numbers[0] : "[" + numbers.joined(separator: ", ") + "]"
  }
}
