import Foundation
import InklingTestSupport
import Testing

@testable import InklingImages

/// PNG files of every depth, colour type, interlacing and chunk, against the greys that Pillow reads
/// (`Tests/References/make_png_cases.py`).
struct PNGReferenceTests {
  private struct Case: Decodable {
    let name: String
    let file: Data
    let gray: [Int]
  }

  @Test func everyKindOfFileHasPillowsGreys() throws {
    let path = Goldens.packageRoot + "/Tests/References/png-cases.json"
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(cases.count >= 90)
    for reference in cases {
      let pixels = try PictureFile.decode(Array(reference.file)).gray().samples.map { Int($0) }
      try #require(pixels.count == reference.gray.count)
      let apart = zip(pixels, reference.gray).map { abs($0 - $1) }.max() ?? 0
      #expect(apart <= 1, "\(reference.name): \(apart) levels apart")
    }
  }
}
