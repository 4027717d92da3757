import InklingFiles
import Testing

@testable import InklingImages

@Suite struct PictureFormatTests {
  private let image = Picture(width: 2, height: 1, samples: [3, 250])

  @Test(arguments: ["a.png", "a.pgm", "a.jpg", "a", "a.PNG"])
  func theFirstBytesSayWhatAFileIs(name: String) throws {
    #expect(try PictureFile.decode(PictureFile.encode(image, as: .pnm), path: name) == image)
    #expect(try PictureFile.decode(try PictureFile.encode(image, as: .png), path: name) == image)
  }

  /// As Pillow writes them.
  @Test(
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A], .jpeg), (Array("GIF87a\u{1}".utf8), .gif), (Array("BM6".utf8), .bmp),
      (Array("RIFF0000WEBPVP8".utf8), .webp), ([0x49, 0x49, 0x2A, 0, 8], .tiff),
      (Array("\0\0\0 ftypheic".utf8), .heif), (Array("P4 8".utf8), .pnm), (Array("P7".utf8), nil), ([], nil),
    ] as [([UInt8], PictureFormat?)])
  func theFirstBytesSayTheFormat(bytes: [UInt8], format: PictureFormat?) {
    #expect(PictureFormat(bytes) == format)
  }

  @Test func othersAreNamed() throws {
    let error = #expect(throws: InputError.self) {
      _ = try PictureFile.decode([0x49, 0x49, 0x2A, 0, 8], path: "a.png")
    }
    #expect(error?.kind == .malformed)
    #expect(
      error?.description == "such an image cannot be read in a.png at byte 0: expected PNG, JPEG, WebP, BMP, GIF, PBM, "
        + "PGM or PPM, found TIFF; convert it to PNG.")
  }

  @Test func whatIsNoImageIsRefused() throws {
    let error = #expect(throws: InputError.self) { _ = try PictureFile.decode([0, 1, 0xAB], path: "a.pgm") }
    #expect(error?.found == "a file that begins with 00 01 ab")
  }
}
