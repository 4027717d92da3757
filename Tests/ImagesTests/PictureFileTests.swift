import Foundation
import InklingFiles
import Testing

@testable import InklingImages

struct PictureFileTests {
  private let image = Picture(width: 16, height: 8, samples: (0..<128).map { UInt8($0 * 2) })

  @Test func aTextNamedPNGIsNoImage() throws {
    let error = try #require(throws: InputError.self) {
      try PictureFile.decode(Array("hello, this is text".utf8), path: "a.png")
    }
    #expect(
      error.description == "the file is no image that can be read in a.png at byte 0: expected PNG, JPEG, WebP, BMP, "
        + "GIF, PBM, PGM or PPM, found a file that begins with 68 65 6c 6c.")
  }

  @Test func anEmptyFileIsNoImage() throws {
    let error = try #require(throws: InputError.self) { try PictureFile.decode([], path: "a.png") }
    #expect(error.kind == .malformed && error.found == "an empty file")
  }

  @Test func whatIsWrittenIsRead() throws {
    let colors = Picture(width: 2, height: 2, channels: 3, samples: (0..<12).map { UInt8($0 * 20) })
    for picture in [image, colors] {
      for format in [PictureFormat.png, .pnm] {
        #expect(try PictureFile.decode(try PictureFile.encode(picture, as: format)) == picture)
      }
      #expect(try PictureFile.encode(picture, as: .png) == PictureFile.encode(picture, as: .png))
    }
  }

  @Test func jpegComesNearAndQualityCounts() throws {
    let colors = Picture(
      width: 16, height: 8, channels: 3, samples: (0..<384).map { UInt8(truncatingIfNeeded: $0 / 3 * 2) })
    for picture in [image, colors] {
      let (fine, coarse) = (
        try PictureFile.encode(picture, as: .jpeg), try PictureFile.encode(picture, as: .jpeg, quality: 5)
      )
      #expect(fine.count > coarse.count)
      let again = try PictureFile.decode(fine)
      #expect(again.channels == picture.channels && again.width == 16)
      #expect(zip(again.samples, picture.samples).allSatisfy { abs(Int($0) - Int($1)) < 12 })
      #expect(try PictureFile.encode(picture, as: .jpeg) == fine)
    }
    let error = try #require(throws: InputError.self) {
      try PictureFile.encode(Picture(width: 65_501, height: 1), as: .jpeg)
    }
    #expect(error.kind == .malformed && error.remedy == "write it as PNG")
  }

  @Test func theNameSaysTheKindThatIsWritten() throws {
    let names = ["a.png", "A.PNG", "b.jpg", "b.jpeg", "c.pgm", "c.ppm", "d.gif", "e.png/f", "g"]
    #expect(names.map(PictureFile.format(ofName:)) == [.png, .png, .jpeg, .jpeg, .pnm, .pnm, nil, nil, nil])
    let error = try #require(throws: InputError.self) { try PictureFile.write(image, to: "/nowhere/a.gif") }
    #expect(error.kind == .usage)
    #expect(
      try #require(throws: InputError.self) { try PictureFile.write(image, to: "/nowhere/a.png") }.kind == .unwritable)
  }

  @Test func missingFilesAreMissing() throws {
    let error = try #require(throws: InputError.self) { try PictureFile.header("/nowhere/a.png") }
    #expect(error.kind == .missing && error.path == "/nowhere/a.png")
  }
}
