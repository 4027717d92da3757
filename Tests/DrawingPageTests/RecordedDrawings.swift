import Foundation
import InklingDatasets
import InklingFiles
import InklingFraming
import InklingImages
import InklingRandomness

/// What the browser's test draws and frames: the pen's way for each digit, and pictures with what framing makes of them, and
/// what they are for models that read texts.
///
/// `INKLING_RECORD=1 swift test --filter DrawingPageTests` writes the file anew.
struct RecordedDrawings: Codable {
  struct FramedDigit: Codable, Equatable {
    /// Base64 of the bytes, row by row.
    var pixels: String
    /// x, y, width, height.
    var box: [Int]
  }

  struct Framed: Codable {
    var name: String
    /// A PNG file, base64.
    var png: String
    var lines: [[FramedDigit]]
    /// For each of the sizes the SHA-256 of the bytes [C, H, W] that a model of it which reads texts gets.
    var fitted: [String]
  }

  /// For each digit its strokes, of points [x, y] in a square of side 1.
  var digits: [[[[Double]]]]
  var pictures: [Framed]
  /// [C, H, W] each.
  var sizes: [[Int]]

  static let path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Peers/page/drawings.json").path

  /// What the file says; with INKLING_RECORD it is written first.
  static let recorded = Result {
    if ProcessInfo.processInfo.environment["INKLING_RECORD"] != nil { try drawn().write() }
    return try JSONDecoder().decode(RecordedDrawings.self, from: Data(FileBytes.read(path)))
  }

  private static func drawn() throws -> RecordedDrawings {
    let pictures = try DrawnPictures.all().map { name, picture in
      Framed(
        name: name, png: Data(try PictureFile.encode(picture, as: .png)).base64EncodedString(),
        lines: lines(of: picture), fitted: fitted(picture))
    }
    return RecordedDrawings(digits: ways(), pictures: pictures, sizes: sizes)
  }

  private func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try DurableFile.write(Array(encoder.encode(self)) + [10], to: Self.path)
  }

  /// Larger and smaller than the pictures, wider and higher, grey and in colours.
  static let sizes = [[1, 60, 160], [3, 48, 64], [1, 31, 97]]

  static func fitted(_ picture: Picture) -> [String] {
    sizes.map { size in
      sha256Hex(TextImage.planar(picture, as: ImageSize(channels: size[0], height: size[1], width: size[2])))
    }
  }

  /// The ways of the ten digits, in thousandths.
  static func ways() -> [[[[Double]]]] {
    (0..<10).map { digit in
      var generator = CounterGenerator(seed: 12, purpose: .drawing, epoch: 20, sample: digit)
      return StrokeCanvas.way(ofDigit: digit, height: 0.6, from: &generator).map { stroke in
        stroke.map { [Double(Int($0.x * 1000)) / 1000, Double(Int($0.y * 1000)) / 1000] }
      }
    }
  }

  static func lines(of picture: Picture) -> [[FramedDigit]] {
    PictureFraming().frame(picture).lines.map { line in
      line.map { digit in
        let box = digit.box
        return FramedDigit(
          pixels: Data(digit.pixels).base64EncodedString(), box: [box.x, box.y, box.width, box.height])
      }
    }
  }
}
