import InklingFiles
import Testing

@testable import InklingImages

@Suite struct ImageFormatTests {
  private let image = GrayImage(width: 2, height: 1, pixels: [3, 250])

  @Test(arguments: ["a.png", "a.pgm", "a.jpg", "a", "a.PNG"])
  func theFirstBytesSayWhatAFileIs(name: String) throws {
    #expect(try GrayImage.decode(PGMFile.encode(image), path: name) == image)
    #expect(try GrayImage.decode(try PNGFile.encode(image), path: name) == image)
  }

  /// As Pillow writes them.
  @Test(arguments: [
    ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A], "JPEG"), (Array("GIF87a\u{1}".utf8), "GIF"), (Array("BM6".utf8), "BMP"),
    (Array("RIFF0000WEBPVP8".utf8), "WebP"), ([0x49, 0x49, 0x2A, 0, 8], "TIFF"),
  ])
  func othersAreNamed(bytes: [UInt8], title: String) throws {
    let error = #expect(throws: InputError.self) { _ = try GrayImage.decode(bytes, path: "a.png") }
    #expect(error?.kind == .malformed)
    #expect(
      error?.description
        == "such an image cannot be read yet in a.png at byte 0: expected PNG or PGM, found \(title); convert it to PNG."
    )
  }

  @Test func whatIsNoImageIsRefused() throws {
    let error = #expect(throws: InputError.self) { _ = try GrayImage.decode([0, 1, 0xAB], path: "a.pgm") }
    #expect(error?.found == "a file that begins with 00 01 ab")
  }
}
