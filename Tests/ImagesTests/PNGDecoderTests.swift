import InklingFiles
import Testing

@testable import InklingImages

struct PNGDecoderTests {
  private let image = Picture(width: 5, height: 3, samples: (0..<15).map { UInt8($0 * 17) })

  @Test func readsWhatItWrites() throws {
    let bytes = try PNGEncoder.encode(image)
    #expect(try PictureFile.decode(bytes) == image)
    #expect(try PNGEncoder.encode(image) == bytes)
  }

  @Test func colorsBecomeTheirLuma() throws {
    let colors: [UInt8] = [255, 255, 255, 0, 0, 0, 90, 90, 90, 255, 0, 0, 0, 255, 0, 0, 0, 255]
    let picture = Picture(width: 3, height: 2, channels: 3, samples: colors)
    let gray = try PictureFile.decode(PNGEncoder.encode(picture)).gray().samples
    #expect(Array(gray[..<3]) == [255, 0, 90])
    #expect(Array(gray[3...]) == [76, 150, 29])
  }

  /// A 2x1 image of grey and alpha: opaque 40, transparent 40.
  @Test func transparentPixelsStandOnWhite() throws {
    let bytes: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00,
      0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x04, 0x00, 0x00, 0x00, 0x5E, 0x2B, 0xB7, 0x01, 0x00,
      0x00, 0x00, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xD0, 0xF8, 0xAF, 0xC1, 0x00, 0x00, 0x03,
      0xF2, 0x01, 0x50, 0xBF, 0x5E, 0x39, 0x86, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42,
      0x60, 0x82,
    ]
    #expect(try PictureFile.decode(bytes).samples == [40, 255])
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = try PNGEncoder.encode(image)
    for count in bytes.indices {
      let error = try #require(throws: InputError.self) {
        try PictureFile.decode(Array(bytes.prefix(count)), path: "a.png")
      }
      #expect(error.kind == .malformed && error.path == "a.png" && error.offset != nil)
    }
  }

  /// Checksums cover all but the lengths, which the walk through the chunks covers.
  @Test func anySingleWrongByteIsAnErrorOrTheSameImage() throws {
    let good = try PNGEncoder.encode(image)
    for index in good.indices {
      for flip in [UInt8(1), 0x20, 0x80, 0xFF] {
        var bad = good
        bad[index] ^= flip
        do { #expect(try PictureFile.decode(bad) == image) } catch { #expect(error.kind == .malformed) }
      }
    }
  }

  @Test func wrongPixelDataIsAnError() throws {
    var bytes = try PNGEncoder.encode(image)
    let data = try #require(bytes.indices.first { bytes[$0...].starts(with: "IDAT".utf8) })
    bytes[data + 8] ^= 0x40
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes) }
    #expect(error.what == "broken PNG image" && error.found?.contains("libspng") == true)
  }

  @Test func sizeIsCheckedFirst() throws {
    var bytes = try PNGEncoder.encode(image)
    var limits = PictureLimits()
    limits.pixels = 14
    #expect(throws: InputError.self) { try PictureFile.decode(bytes, limits: limits) }
    limits.pixels = 15
    #expect(try PictureFile.decode(bytes, limits: limits) == image)
    bytes.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes) }
    #expect(error.what == "image size out of range" && error.offset == 16)
    #expect(error.found == "2147483647x2147483647")
  }

  @Test func namesTheOffsetOfAWrongChunk() throws {
    let bytes = try PNGEncoder.encode(image)
    var name = bytes
    name[12] = 7
    let error = try #require(throws: InputError.self) { try PictureFile.decode(name) }
    #expect(error.what == "wrong chunk name" && error.offset == 12 && error.found == "07 48 44 52")
    #expect(
      throws: InputError(
        .malformed, "not a PNG image", path: nil, offset: 0,
        expected: "89 50 4e 47 0d 0a 1a 0a", found: "50 35 0a 31")
    ) { try PNGDecoder(bytes: Array("P5\n1".utf8), path: nil) }
  }

  /// A gigabyte of zeros, packed: it is never unpacked, and the image is read.
  @Test(arguments: ["zTXt", "iCCP", "iTXt", "tEXt", "zzZz"])
  func chunksThatPixelsDoNotNeedAreLeftAlone(name: String) throws {
    var bytes = try PictureFile.encode(image, as: .png)
    let data = Array("name\0\0".utf8) + [UInt8](repeating: 0x55, count: 1 << 16)
    let size = [UInt8(0), 1, 0, 6]
    bytes.insert(contentsOf: size + name.utf8 + data + [0, 0, 0, 0], at: 33)
    #expect(try PictureFile.decode(bytes) == image)
  }

  @Test func aChunkThatMustBeKnownIsAnError() throws {
    var bytes = try PictureFile.encode(image, as: .png)
    bytes.insert(contentsOf: [0, 0, 0, 0] + "ZZZZ".utf8 + [0x8A, 0xE6, 0xE5, 0x4F], at: 33)
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes) }
    #expect(error.what == "broken PNG image")
  }

  @Test func samplesMustBeOfAKind() throws {
    for (depth, color) in [(3, 0), (8, 1), (16, 3), (4, 2), (8, 5)] as [(UInt8, UInt8)] {
      var bytes = try PictureFile.encode(image, as: .png)
      (bytes[24], bytes[25]) = (depth, color)
      let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes) }
      #expect(error.found == "bit depth \(depth) with colour type \(color)")
    }
  }

  @Test func aWrongChecksumIsAnError() throws {
    var bytes = try PictureFile.encode(image, as: .png)
    bytes[bytes.count - 13] ^= 1
    let error = try #require(throws: InputError.self) { try PictureFile.decode(bytes) }
    #expect(error.what == "broken PNG image" && error.found?.contains("libspng") == true)
  }
}
