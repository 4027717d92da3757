import Foundation
import InklingFiles
import Testing

@testable import InklingImages

/// What a file says of its size is compared with the limits before anything is decoded.
struct PictureLimitsTests {
  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

  /// The smallest file of each format that claims a size.
  private func file(_ format: PictureFormat, _ width: Int, _ height: Int) throws -> [UInt8] {
    switch format {
    case .png:
      var bytes = try PictureFile.encode(Picture(width: 1, height: 1), as: .png)
      bytes.replaceSubrange(16..<24, with: big(width, 4) + big(height, 4))
      return bytes
    case .jpeg:
      var bytes = try PictureFile.encode(Picture(width: 1, height: 1), as: .jpeg)
      let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0]) })
      bytes.replaceSubrange(frame + 5..<frame + 9, with: big(height, 2) + big(width, 2))
      return bytes
    case .gif:
      return "GIF89a".utf8 + little(width, 2) + little(height, 2) + [0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C]
        + little(0, 4) + little(width, 2) + little(height, 2) + [0, 2, 2, 0x44, 1, 0, 0x3B]
    case .bmp:
      return "BM".utf8 + little(58, 4) + little(0, 4) + little(54, 4) + little(40, 4) + little(width, 4)
        + little(height, 4) + little(1, 2) + little(24, 2) + little(0, 24) + [1, 2, 3, 0]
    case .pnm: return Array("P5 \(width) \(height) 255\n".utf8) + [7]
    default: preconditionFailure()
    }
  }

  private static let formats: [PictureFormat] = [.png, .jpeg, .gif, .bmp, .pnm]

  @Test(arguments: formats) func onePixelIsAPicture(format: PictureFormat) throws {
    let bytes = try file(format, 1, 1)
    let header = try PictureFile.header(of: bytes)
    #expect(header.format == format && header.width == 1 && header.height == 1)
    #expect(try PictureFile.decode(bytes).width == 1)
  }

  @Test(arguments: formats, [(0, 0), (0, 5), (5, 0)]) func noPixelsAreRefused(format: PictureFormat, size: (Int, Int))
    throws
  {
    let bytes = try file(format, size.0, size.1)
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a") }
    #expect(error.kind == .malformed && error.what == "image size out of range")
    #expect(throws: InputError.self) { try PictureFile.header(of: bytes) }
  }

  @Test(arguments: formats, [(65_535, 65_535), (65_535, 60_000)])
  func manyPixelsAreRefused(format: PictureFormat, size: (Int, Int)) throws {
    let bytes = try file(format, size.0, size.1)
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a.png") }
    #expect(error.kind == .malformed && error.what == "image size out of range" && error.path == "a.png")
    #expect(error.found == "\(size.0)x\(size.1)" && error.offset != nil)
    #expect(error.expected == "1x1 to 65535x65535 and at most 100000000 pixels")
  }

  /// Within the limits, but more than so few bytes can hold: found before memory is taken.
  @Test(arguments: formats) func smallFilesCannotHoldLargeImages(format: PictureFormat) throws {
    let bytes = try file(format, 9000, 9000)
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a") }
    #expect(error.kind == .malformed && error.what.hasPrefix("truncated"), "\(error)")
  }

  @Test func everyLimitIsFollowed() throws {
    let bytes = try PictureFile.encode(Picture(width: 30, height: 20), as: .png)
    func what(_ change: (inout PictureLimits) -> Void) -> String? {
      var limits = PictureLimits()
      change(&limits)
      do {
        _ = try PictureFile.decode(bytes, limits: limits)
        return nil
      } catch {
        return error.what
      }
    }
    #expect(what { ($0.width, $0.height, $0.pixels) = (30, 20, 600) } == nil)
    #expect(what { $0.width = 29 } == "image size out of range")
    #expect(what { $0.height = 19 } == "image size out of range")
    #expect(what { $0.pixels = 599 } == "image size out of range")
    #expect(what { $0.memory = 600 } == "the image needs too much memory")
  }

  @Test func theMemoryThatThereIsIsAskedFor() throws {
    let bytes = try PictureFile.encode(Picture(width: 3000, height: 3000), as: .png)
    let error = try #require(throws: InputError.self) {
      try Memory.$allowance.withValue(1 << 23) { try PictureFile.decode(bytes, path: "a.png") }
    }
    #expect(error.kind == .unavailable && error.what == "there is not enough memory for the image")
  }

  @Test func longFilesAreNotRead() throws {
    let path = NSTemporaryDirectory() + "inkling-\(UUID().uuidString).png"
    try PictureFile.write(Picture(width: 3, height: 2, gray: 9), to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try PictureFile.read(path) == Picture(width: 3, height: 2, gray: 9))
    #expect(try PictureFile.header(path) == PictureHeader(format: .png, width: 3, height: 2, channels: 1))
    var limits = PictureLimits()
    limits.fileSize = 10
    let error = try #require(throws: InputError.self) { try PictureFile.read(path, limits: limits) }
    #expect(error.what == "the file is too long")
  }
}
