import InklingFiles
import Testing

@testable import InklingImages

struct GIFDecoderTests {
  /// Black and white; codes of three bits from the lowest on.
  private func gif(
    width: UInt8 = 2, height: UInt8 = 1, flags: UInt8 = 0x80, image: [UInt8]? = nil, size: UInt8 = 2, codes: [Int],
    tail: [UInt8] = [0, 0x3B]
  ) -> [UInt8] {
    let bits = codes.enumerated().reduce(0) { $0 | $1.element << (3 * $1.offset) }
    let data = (0..<(3 * codes.count + 7) / 8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    let table: [UInt8] = flags & 0x80 != 0 ? [0, 0, 0, 255, 255, 255] : []
    let place = image ?? [0, 0, 0, 0, width, 0, height, 0, 0]
    return "GIF87a".utf8 + [width, 0, height, 0, flags, 0, 0] + table + [0x2C] + place + [size, UInt8(data.count)]
      + data + tail
  }

  private func error(_ bytes: [UInt8]) throws -> InputError {
    try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a.gif") }
  }

  @Test func codesAreColors() throws {
    #expect(try PictureFile.decode(gif(codes: [4, 1, 0, 5])) == Picture(width: 2, height: 1, samples: [255, 0]))
    // A code that stands for itself: the string before it and its first colour once more.
    #expect(try PictureFile.decode(gif(width: 3, codes: [4, 1, 6, 5])).samples == [255, 255, 255])
    // Neither a first clear code, nor an end code, nor an end of the file is needed.
    #expect(try PictureFile.decode(gif(codes: [0, 1], tail: [])).samples == [0, 255])
  }

  @Test func wrongCodesAreErrors() throws {
    #expect(try error(gif(codes: [4, 1, 5])).what == "truncated GIF image")
    #expect(try error(gif(codes: [4, 1])).what == "truncated GIF image")
    #expect(try error(gif(codes: [4, 6, 0])).what == "wrong code in a GIF image")
    #expect(try error(gif(codes: [4, 1, 7])).found == "7")
    #expect(try error(gif(codes: [4, 1, 2])).what == "colour out of range")
    for size: UInt8 in [0, 9, 255] { #expect(try error(gif(size: size, codes: [4])).what == "wrong size of codes") }
  }

  @Test func anImageAndColorsAreNeeded() throws {
    #expect(try error(gif(flags: 0, codes: [4, 1, 0])).what == "a GIF file without colours")
    let start = Array(gif(codes: []).prefix(19))
    #expect(try error(start + [0x3B]).found == "the end")
    #expect(try error(start + [0x21, 0xFE, 1, 7, 0, 0x77]).found == "byte 0x77")
    #expect(try error(start + [0x21, 0xFE, 200, 7]).what == "truncated GIF image")
    let empty = gif(image: [0, 0, 0, 0, 0, 0, 1, 0, 0], codes: [4, 1, 0])
    #expect(try error(empty).what == "image size out of range")
  }

  @Test func anImageBeyondTheScreenMakesItLarger() throws {
    let picture = try PictureFile.decode(gif(image: [1, 0, 1, 0, 2, 0, 1, 0, 0], codes: [4, 0, 0, 5]))
    #expect(picture == Picture(width: 3, height: 2, samples: [255, 255, 255, 255, 0, 0]))
  }
}
