import InklingFiles
import Testing

@testable import InklingImages

struct JPEGDecoderTests {
  private let image = Picture(width: 16, height: 8, samples: (0..<128).map { UInt8($0 * 2) })

  private func error(_ bytes: [UInt8], _ limits: PictureLimits = PictureLimits()) throws -> InputError {
    try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a.jpg", limits: limits) }
  }

  /// Where a marker is.
  private func place(of marker: UInt8, in bytes: [UInt8]) throws -> Int {
    try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, marker]) })
  }

  @Test func missingPixelsAreAnError() throws {
    let bytes = try PictureFile.encode(image, as: .jpeg)
    let short = bytes.dropLast(20) + [0xFF, 0xD9]
    let error = try error(Array(short))
    #expect(error.what == "broken JPEG image" && error.expected == "16x8 pixels")
    #expect(error.found?.contains("libjpeg-turbo") == true)
    #expect(try self.error(Array(bytes.dropLast())).what == "truncated JPEG image")
  }

  /// Some cameras write them.
  @Test func bytesTooManyBeforeTheEndAreNoError() throws {
    let bytes = try PictureFile.encode(image, as: .jpeg)
    let longer = Array(bytes.dropLast(2)) + [0, 0, 0, 0, 0xFF, 0xD9]
    #expect(try PictureFile.decode(longer) == PictureFile.decode(bytes))
    #expect(try PictureFile.decode(bytes + [1, 2, 3]) == PictureFile.decode(bytes))
  }

  /// Damage within the pixels often leaves bytes that no pixel took: all are there, and many are wrong.
  @Test func bytesThatNoPixelTookAreAnError() throws {
    let bytes = try PictureFile.encode(image, as: .jpeg)
    // The library has taken up to eight bytes before it knows that nothing needs them.
    for unused in [[UInt8](repeating: 7, count: 16), [UInt8](repeating: 0, count: 16) + [7]] {
      let error = try error(Array(bytes.dropLast(2)) + unused + [0xFF, 0xD9])
      #expect(error.what == "broken JPEG image" && error.found?.contains("extraneous") == true, "\(unused)")
    }
  }

  @Test func markersOutOfPlaceAreErrors() throws {
    let bytes = try PictureFile.encode(image, as: .jpeg)
    let frame = try place(of: 0xC0, in: bytes)
    var twice = bytes
    twice.insert(contentsOf: bytes[frame..<frame + 13], at: frame)
    #expect(try error(twice).found == "a second one")
    var none = bytes
    none.removeSubrange(frame..<frame + 13)
    #expect(try error(none).expected == "a frame first")
    #expect(try error([0xFF, 0xD8, 0xFF, 0xD9]).expected == "a frame first")
    #expect(try error([0xFF, 0xD8, 0xFF, 0xE0, 0, 1]).what == "wrong length of a segment")
    #expect(try error([0xFF, 0xD8, 0xFF, 0xD8]).found == "a second start")
    var two = bytes
    two[frame + 9] = 2
    #expect(try error(two).what == "wrong number of components")
    // Twelve bits a sample, and lossless: named by the library.
    var deep = bytes
    deep[frame + 4] = 12
    #expect(try error(deep).found?.contains("precision 12") == true)
    deep[frame + 4] = 8
    deep[frame + 1] = 0xC3
    #expect(try error(deep).what == "broken JPEG image")
  }

  /// Each scan costs time on every pixel.
  @Test func manyScansAreRefused() throws {
    let bytes = try PictureFile.encode(image, as: .jpeg)
    let scan = try place(of: 0xDA, in: bytes)
    let end = bytes.count - 2
    let repeated = (0..<101).reduce(into: Array(bytes[..<scan])) { result, _ in result += bytes[scan..<end] }
    let error = try error(repeated + [0xFF, 0xD9])
    #expect(error.what == "too many scans" && error.found == "101")
  }

  @Test func orientationsThatCannotBeReadAreNone() throws {
    let bytes = try PictureFile.encode(image, as: .jpeg)
    let good = Array("Exif\0\0MM\0*\0\0\0\u{8}\0\u{1}".utf8) + [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    for (exif, isTurned) in [
      (good, true), (Array(good.prefix(24)), false), (Array(good.prefix(20)), false), (Array(good.prefix(9)), false),
      (Array("Exif\0\0xx".utf8), false), (good.map { $0 == 8 ? 0xF8 : $0 }, false),
    ] {
      let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
      let picture = try PictureFile.decode(Array(bytes[..<2]) + segment + bytes[2...])
      #expect(picture.width == (isTurned ? 8 : 16))
    }
  }
}
