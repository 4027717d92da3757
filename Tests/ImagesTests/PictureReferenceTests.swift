import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingImages

/// Files of every format against the samples that Pillow reads (`Tests/References/make_picture_cases.py`).
struct PictureReferenceTests {
  struct Case: Decodable {
    let name: String
    let file: Data
    let width: Int
    let height: Int
    let channels: Int
    let apart: Int
    let isOnBlack: Bool
    let samples: Data
  }

  static func cases() throws -> [Case] {
    let path = Goldens.packageRoot + "/Tests/References/picture-cases.json"
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func everyKindOfFileHasPillowsSamples() throws {
    let cases = try Self.cases()
    #expect(cases.count >= 79)
    for reference in cases {
      do {
        let bytes = Array(reference.file)
        let picture = try PictureFile.decode(
          bytes, path: reference.name, background: reference.isOnBlack ? .black : .white)
        let header = try PictureFile.header(of: bytes)
        for size in [
          [picture.width, picture.height, picture.channels], [header.width, header.height, header.channels],
        ] {
          #expect(size == [reference.width, reference.height, reference.channels], "\(reference.name)")
        }
        let apart = zip(picture.samples, reference.samples).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(apart <= reference.apart, "\(reference.name): \(apart) levels apart")
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  /// Whatever is missing at the end, the answer is an error in one sentence, or the picture where nothing that it needs
  /// is missing. (Of a text the last digit may be.)
  @Test func everyTruncationIsAnErrorOrThePicture() throws {
    for reference in try Self.cases() where reference.file.count < 1500 && !reference.name.contains("text") {
      let bytes = Array(reference.file)
      let background: PictureBackground = reference.isOnBlack ? .black : .white
      let whole = try PictureFile.decode(bytes, background: background)
      for count in bytes.indices {
        do {
          #expect(
            try PictureFile.decode(Array(bytes.prefix(count)), background: background) == whole, "\(reference.name)")
        } catch {
          #expect(error.kind == .malformed && error.description.count < 300, "\(reference.name), \(count): \(error)")
        }
      }
    }
  }

  @Test func wrongBytesAreErrorsOrPictures() throws {
    var limits = PictureLimits()
    limits.pixels = 1 << 16
    for (number, reference) in try Self.cases().enumerated() {
      let good = Array(reference.file)
      for step in 0..<200 {
        var bad = good
        bad[(step * 37 + number) % min(good.count, 400)] ^= UInt8(truncatingIfNeeded: 1 << (step % 8) | step / 50)
        do { _ = try PictureFile.decode(bad, limits: limits) } catch { #expect(error.kind == .malformed, "\(error)") }
      }
    }
  }
}
