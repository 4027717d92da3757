import InklingFiles
import Testing

@testable import InklingImages

struct WebPDecoderTests {
  private func animation() throws -> [UInt8] {
    let cases = try PictureReferenceTests.cases()
    return Array(try #require(cases.first { $0.name == "WebP, animation" }).file)
  }

  private func error(_ bytes: [UInt8]) throws -> InputError {
    try #require(throws: InputError.self) { try PictureFile.decode(bytes, path: "a.webp") }
  }

  private func place(of name: String, in bytes: [UInt8]) throws -> Int {
    try #require(bytes.indices.first { bytes[$0...].starts(with: name.utf8) })
  }

  @Test func anAnimationNeedsAFrameOnItsCanvas() throws {
    let good = try animation()
    let frame = try place(of: "ANMF", in: good)
    var none = good
    while let place = none.indices.first(where: { none[$0...].starts(with: "ANMF".utf8) }) { none[place] = 0x78 }
    #expect(try error(none).what == "an animation without a frame")
    var outside = good
    outside[frame + 8] = 1
    #expect(try error(outside).what == "a frame outside its canvas")
    // The frame's own size is another than it should be.
    var other = good
    other[frame + 14] -= 1
    #expect(try error(other).what == "broken WebP image")
  }

  @Test func chunksStayInside() throws {
    let good = try animation()
    var long = good
    long[16] = 200
    #expect(try error(long).what == "wrong length of a chunk" || error(long).what == "broken WebP header")
    var short = good
    short[4] = 0
    short[5] = 0
    #expect(try error(short).kind == .malformed)
    #expect(try error(Array(good.prefix(40))).what == "truncated WebP image")
    #expect(try error(Array("RIFF\u{4}\0\0\0WEBP".utf8)).what == "broken WebP header")
  }
}
