import InklingFiles
import Testing

@testable import InklingImages

struct BMPDecoderTests {
  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A bitmap of 40 header bytes and two colours.
  private func bitmap(
    _ width: Int, _ height: Int, bits: Int, packing: Int = 0, colors: Int = 2,
    table: [UInt8] = [0, 0, 0, 0, 9, 8, 7, 0],
    _ data: [UInt8]
  ) -> [UInt8] {
    "BM".utf8 + little(0, 8) + little(54 + table.count, 4) + little(40, 4) + little(width, 4) + little(height, 4)
      + little(1, 2) + little(bits, 2) + little(packing, 4) + little(0, 12) + little(colors, 4) + little(0, 4) + table
      + data
  }

  private func error(_ bytes: [UInt8]) throws -> InputError {
    try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a.bmp") }
  }

  @Test func indicesAreColors() throws {
    let picture = try PictureFile.decode(bitmap(2, 1, bits: 8, [1, 0, 0, 0]))
    #expect(picture == Picture(width: 2, height: 1, channels: 3, samples: [7, 8, 9, 0, 0, 0]))
    let error = try error(bitmap(2, 1, bits: 8, [1, 2, 0, 0]))
    #expect(error.what == "colour out of range" && error.expected == "less than 2" && error.found == "2")
    #expect(try self.error(bitmap(2, 1, bits: 8, colors: 257, [1, 0, 0, 0])).what == "too many colours")
    #expect(try self.error(bitmap(2, 1, bits: 8, colors: 90, [1, 0, 0, 0])).what == "truncated BMP image")
  }

  @Test(arguments: [(2, 0), (7, 0), (24, 1), (8, 2), (24, 3), (0, 4), (0, 5), (32, 7), (16, 1)])
  func otherKindsAreRefused(bits: Int, packing: Int) throws {
    let error = try error(bitmap(1, 1, bits: bits, packing: packing, [0, 0, 0, 0]))
    #expect(error.what == "a BMP image of a kind that cannot be read" && error.offset == 28)
    #expect(error.found == "\(bits) bits, packing \(packing)")
  }

  @Test func headersOfOtherSizesAreRefused() throws {
    var bytes = bitmap(1, 1, bits: 24, [1, 2, 3, 0])
    bytes[14] = 41
    #expect(try error(bytes).found == "41")
    #expect(try error(bitmap(-1, 1, bits: 24, [1, 2, 3, 0])).what == "image size out of range")
    #expect(try error(bitmap(1, Int(Int32.min), bits: 24, [1, 2, 3, 0])).what == "image size out of range")
    #expect(
      try error(bitmap(1, -1, bits: 8, packing: 1, [1, 1, 0, 1])).what == "a BMP image of a kind that cannot be read")
  }

  @Test(arguments: [
    [0, 0x7C00, 0x1F], [0x7C00, 0x3E0, 0x3E0], [0x7C00, 0x3E1, 0x1E], [0x1_7C00, 0x3E0, 0x1F], [0x7C00, 0x3E0, 0],
  ])
  func masksThatCannotBeFollowedAreRefused(masks: [Int]) throws {
    let table = masks.flatMap { little($0, 4) }
    #expect(try error(bitmap(1, 1, bits: 16, packing: 3, table: table, [0, 0, 0, 0])).what == "wrong mask")
  }

  @Test func runsStayInside() throws {
    func runs(_ data: [UInt8]) -> [UInt8] { bitmap(3, 2, bits: 8, packing: 1, data) }
    #expect(try PictureFile.decode(runs([3, 1, 0, 0, 2, 1, 0, 1])).samples[..<9] == [7, 8, 9, 7, 8, 9, 0, 0, 0])
    for data: [UInt8] in [
      [4, 1, 0, 1], [0, 2, 4, 0, 0, 1], [0, 2, 0, 3, 0, 1], [0, 0, 0, 0, 1, 1, 0, 1], [0, 4, 1, 1, 1, 1],
    ] {
      #expect(try error(runs(data)).what == "pixels outside the image", "\(data)")
    }
    for data: [UInt8] in [[], [3], [3, 1], [0, 3, 1], [0, 2, 1]] {
      #expect(try error(runs(data)).what == "truncated BMP image", "\(data)")
    }
    #expect(try error(runs([3, 2, 0, 1])).what == "colour out of range")
  }
}
