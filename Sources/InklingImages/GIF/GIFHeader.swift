import InklingFiles

/// A GIF file (GIF89a specification, CompuServe 1990) up to its first image.
struct GIFHeader {
  /// The picture: the screen, made larger where the first image goes beyond it, as browsers do.
  private(set) var width: Int
  private(set) var height: Int
  /// The first image's place on the screen.
  private(set) var left = 0
  private(set) var top = 0
  private(set) var columns = 0
  private(set) var rows = 0
  private(set) var isInterlaced = false
  /// Where the colours of the first image are, three bytes each.
  private(set) var palette: Range<Int>
  /// The index of pixels that are not drawn.
  private(set) var transparent: Int?
  /// Where the packed pixels begin.
  private(set) var data = 0

  init(_ file: PictureBytes) throws(InputError) {
    (width, height) = (try file.little(2, at: 6), try file.little(2, at: 8))
    let flags = try file.byte(at: 10)
    palette = Self.table(flags, at: 13)
    var offset = palette.upperBound
    while true {
      switch try file.byte(at: offset) {
      case 0x21:
        if try file.byte(at: offset + 1) == 0xF9, try file.byte(at: offset + 2) == 4 {
          transparent = try file.byte(at: offset + 3) & 1 == 1 ? try file.byte(at: offset + 6) : nil
        }
        offset = try Self.endOfBlocks(file, from: offset + 2)
      case 0x2C:
        try readImage(file, at: offset + 1)
        return
      case let byte:
        throw file.malformed(
          "a GIF file without an image", at: offset, expected: "an image or an extension",
          found: byte == 0x3B ? "the end" : "byte 0x" + String(byte, radix: 16))
      }
    }
  }

  private mutating func readImage(_ file: PictureBytes, at offset: Int) throws(InputError) {
    (left, top) = (try file.little(2, at: offset), try file.little(2, at: offset + 2))
    (columns, rows) = (try file.little(2, at: offset + 4), try file.little(2, at: offset + 6))
    let flags = try file.byte(at: offset + 8)
    isInterlaced = flags & 0x40 != 0
    let local = Self.table(flags, at: offset + 9)
    data = local.upperBound
    if !local.isEmpty { palette = local }
    guard !palette.isEmpty else {
      throw file.malformed("a GIF file without colours", at: 10, expected: "a table of colours", found: "none")
    }
    try file.require(palette)
    guard columns > 0, rows > 0 else {
      throw file.malformed(
        "image size out of range", at: offset + 4, expected: "at least 1x1", found: "\(columns)x\(rows)")
    }
    (width, height) = (max(width, left + columns), max(height, top + rows))
  }

  /// A table of 2 to 256 colours, when the flags say that there is one.
  private static func table(_ flags: Int, at offset: Int) -> Range<Int> {
    offset..<offset + (flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1))
  }

  /// Blocks of up to 255 bytes, each after its length; one of 0 ends them.
  static func endOfBlocks(_ file: PictureBytes, from offset: Int) throws(InputError) -> Int {
    var offset = offset
    while true {
      let length = try file.byte(at: offset)
      offset += 1 + length
      if length == 0 { return offset }
    }
  }
}
