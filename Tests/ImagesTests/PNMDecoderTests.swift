import InklingFiles
import Testing

@testable import InklingImages

struct PNMDecoderTests {
  private func bytes(_ header: String, _ raster: [UInt8] = []) -> [UInt8] { Array(header.utf8) + raster }

  @Test func readsBytes() throws {
    let image = try PictureFile.decode(bytes("P5\n3 2\n255\n", [0, 10, 32, 9, 35, 255]))
    #expect(image == Picture(width: 3, height: 2, samples: [0, 10, 32, 9, 35, 255]))
  }

  @Test func readsText() throws {
    let image = try PictureFile.decode(bytes("P2 3\t2 255 0 10 32\n9 35 255"))
    #expect(image.samples == [0, 10, 32, 9, 35, 255])
  }

  @Test func readsCommentsAnywhereInTheHeader() throws {
    let text = "P5 # a # b\r\n#c\n 2# width\n\t1\n#7\n255\n"
    #expect(try PictureFile.decode(bytes(text, [35, 7])).samples == [35, 7])
  }

  @Test func bringsEveryMaximumTo255() throws {
    #expect(try PictureFile.decode(bytes("P5 3 1 15\n", [0, 7, 15])).samples == [0, 119, 255])
    #expect(try PictureFile.decode(bytes("P2 2 1 1\n0 1\n")).samples == [0, 255])
    #expect(try PictureFile.decode(bytes("P2 3 1 1000\n0 500 1000")).samples == [0, 128, 255])
    #expect(try PictureFile.decode(bytes("P5 2 1 65535 ", [0x80, 0x00, 0xFF, 0xFF])).samples == [128, 255])
    #expect(try PictureFile.decode(bytes("P5 2 1 256 ", [0x00, 0x80, 0x01, 0x00])).samples == [128, 255])
  }

  @Test func readsColors() throws {
    let image = try PictureFile.decode(bytes("P6 2 1 255 ", [1, 2, 3, 4, 5, 6]))
    #expect(image == Picture(width: 2, height: 1, channels: 3, samples: [1, 2, 3, 4, 5, 6]))
    #expect(try PictureFile.decode(bytes("P3 1 1 15\n0 15 5")).samples == [0, 255, 85])
    #expect(PNMEncoder.encode(image) == bytes("P6\n2 1\n255\n", [1, 2, 3, 4, 5, 6]))
  }

  /// A bit of 1 is black; each row of bits begins with a new byte.
  @Test func readsBits() throws {
    let image = try PictureFile.decode(bytes("P4 9 2\n", [0b1000_0001, 0xFF, 0, 0x7F]))
    #expect(image.samples == [0, 255, 255, 255, 255, 255, 255, 0, 0] + [UInt8](repeating: 255, count: 9))
    #expect(try PictureFile.decode(bytes("P1 # a\n2 2\n01 1\n0")).samples == [255, 0, 0, 255])
  }

  @Test func toleratesWhiteSpaceAtTheEnd() throws {
    #expect(try PictureFile.decode(bytes("P5 1 1 255\n", [9, 10, 13, 32])).samples == [9])
  }

  @Test func writesWhatItReads() throws {
    let image = Picture(width: 2, height: 3, samples: [0, 255, 10, 13, 32, 35])
    #expect(PNMEncoder.encode(image).starts(with: "P5\n2 3\n255\n".utf8))
    #expect(try PictureFile.decode(PNMEncoder.encode(image)) == image)
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let header: String
    var raster: [UInt8] = []
    let what: String
    let offset: Int
    var testDescription: String { header }
  }

  @Test(arguments: [
    Fault(header: "P6 1 1 255\n", raster: [1, 2], what: "truncated image", offset: 13),
    Fault(header: "P3 1 1 255\n1 2", what: "truncated image", offset: 14),
    Fault(header: "P4 9 2\n", raster: [1, 2, 3], what: "truncated image", offset: 10),
    Fault(header: "P4 8 1 1\n", raster: [1], what: "bytes after the image", offset: 9),
    Fault(header: "P1 2 2\n0 1 2 1", what: "no pixel", offset: 11),
    Fault(header: "P1 2 2\n011", what: "no pixel", offset: 10),
    Fault(header: "P1 2 2\n011#1", what: "no pixel", offset: 12),
    Fault(header: "P51 1 255\n", raster: [1], what: "no white space before the width", offset: 2),
    Fault(header: "P5", what: "no white space before the width", offset: 2),
    Fault(header: "P5 ", what: "no width", offset: 3),
    Fault(header: "P5 -1 1 255\n", what: "no width", offset: 3),
    Fault(header: "P5 0 1 255\n", what: "image size out of range", offset: 2),
    Fault(header: "P5 1 0 255\n", what: "image size out of range", offset: 2),
    Fault(header: "P5 1x1 255\n", what: "no white space before the height", offset: 4),
    Fault(header: "P5 1 16777217 255\n", what: "height out of range", offset: 5),
    Fault(header: "P5 99999999999999999999999999 1 255\n", what: "width out of range", offset: 3),
    Fault(header: "P5 1 1 0\n", raster: [1], what: "maximum value out of range", offset: 7),
    Fault(header: "P5 1 1 65536\n", raster: [1, 1], what: "maximum value out of range", offset: 7),
    Fault(header: "P5 1 1 255", what: "no white space after the maximum value", offset: 10),
    Fault(header: "P5 1 1 255#\n", raster: [1], what: "no white space after the maximum value", offset: 10),
    Fault(header: "P5 16777216 16777216 65535\n", raster: [1], what: "image size out of range", offset: 2),
    Fault(header: "P5 2 2 255\n", raster: [1, 2, 3], what: "truncated image", offset: 14),
    Fault(header: "P5 2 1 256\n", raster: [1, 2, 3], what: "truncated image", offset: 14),
    Fault(header: "P2 9 9 255\n1 2 3", what: "truncated image", offset: 16),
    Fault(header: "P2 3 1 255\n100 200\n", what: "no pixel", offset: 19),
    Fault(header: "P2 2 1 255\n1 256", what: "pixel out of range", offset: 13),
    Fault(header: "P2 2 1 255\n1 a", what: "no pixel", offset: 13),
    Fault(header: "P5 2 1 100\n", raster: [100, 101], what: "pixel out of range", offset: 12),
    Fault(header: "P5 1 1 255\n", raster: [1, 10, 65], what: "bytes after the image", offset: 13),
    Fault(header: "P2 1 1 255\n7 8", what: "bytes after the image", offset: 13),
  ])
  func refuses(_ fault: Fault) throws {
    let error = try #require(throws: InputError.self) {
      try PictureFile.decode(bytes(fault.header, fault.raster), path: "a.pgm")
    }
    #expect(error.kind == .malformed && error.path == "a.pgm")
    #expect(error.what == fault.what)
    #expect(error.offset == fault.offset)
  }

  @Test func missingFileIsSaidToBeMissing() throws {
    let error = try #require(throws: InputError.self) { try PictureFile.read("/nowhere/a.pgm") }
    #expect(error.kind == .missing && error.path == "/nowhere/a.pgm")
  }

  /// Whatever bytes come, the answer is an image or an `InputError`, never a trap.
  @Test func anySingleWrongByteIsAnErrorOrAnImage() throws {
    for good in [bytes("P5 2 2 300\n", [0, 1, 0, 2, 1, 0, 1, 44]), bytes("P2 2 2 255 1 2 3 4\n")] {
      for index in good.indices {
        for value in UInt8.min...UInt8.max {
          var bad = good
          bad[index] = value
          do { _ = try PictureFile.decode(bad) } catch { #expect(error.kind == .malformed) }
        }
        do { _ = try PictureFile.decode(Array(good.prefix(index))) } catch { #expect(error.kind == .malformed) }
      }
    }
  }
}
