import InklingFiles

/// Run-length encoding of bitmaps (BI_RLE8 and BI_RLE4): pairs of bytes. A count and a colour (two in turn for 4 bits),
/// or 0 and: 0 for the next row, 1 for the end, 2 for a step right and up, or how many single colours follow, filled up
/// to an even number of bytes.
struct BMPRuns {
  private let file: PictureBytes
  private let header: BMPHeader
  private var offset: Int
  private var column = 0
  /// Rows from the bottom.
  private var row = 0
  private var result: [UInt8]

  init(_ file: PictureBytes, _ header: BMPHeader) {
    self.file = file
    self.header = header
    offset = header.data
    result = [UInt8](repeating: 0, count: header.width * header.height)
  }

  /// Colour indices, from the top row on.
  mutating func indices() throws(InputError) -> [UInt8] {
    let isWide = header.packing == .runs8
    while true {
      let (count, value) = (try file.byte(at: offset), try file.byte(at: offset + 1))
      offset += 2
      switch (count, value) {
      case (0, 0): (column, row) = (0, row + 1)
      case (0, 1): return result
      case (0, 2):
        (column, row) = (column + (try file.byte(at: offset)), row + (try file.byte(at: offset + 1)))
        offset += 2
        guard column <= header.width, row <= header.height else { throw outside() }
      case (0, _): try addSingles(value)
      default: try add(count) { isWide || $0 % 2 == 1 ? value : value >> 4 }
      }
    }
  }

  private mutating func addSingles(_ count: Int) throws(InputError) {
    let isWide = header.packing == .runs8
    let size = isWide ? count : (count + 1) / 2
    let start = offset
    try file.require(start..<start + size)
    let bytes = file.bytes
    try add(count) { place in
      isWide ? Int(bytes[start + place]) : Int(bytes[start + place / 2]) >> (place % 2 == 0 ? 4 : 0)
    }
    offset = start + size + size % 2
  }

  private mutating func add(_ count: Int, _ value: (Int) -> Int) throws(InputError) {
    guard row < header.height, column + count <= header.width else { throw outside() }
    let start = (header.height - 1 - row) * header.width + column
    let mask = header.packing == .runs8 ? 0xFF : 0x0F
    for place in 0..<count { result[start + place] = UInt8(value(place) & mask) }
    column += count
  }

  private func outside() -> InputError {
    file.malformed(
      "pixels outside the image", at: offset, expected: "within \(header.width)x\(header.height)",
      found: "column \(column) of row \(row) and beyond")
  }
}
