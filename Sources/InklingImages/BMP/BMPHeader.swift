import InklingFiles

/// The headers of a Windows or OS/2 bitmap: BITMAPFILEHEADER, then BITMAPCOREHEADER (12 bytes), BITMAPINFOHEADER (40)
/// or one of its extensions (52, 56, 64, 108, 124), then masks and the palette.
struct BMPHeader {
  /// How pixels are packed.
  enum Packing: Int {
    case plain = 0, runs8, runs4, masks, masksWithAlpha = 6
  }

  static let sizeOffset = 18
  let width: Int
  let height: Int
  /// The first row of the file is the picture's.
  let isTopDown: Bool
  let bitCount: Int
  let packing: Packing
  /// Where the pixels begin.
  let data: Int
  /// Red, green, blue and alpha of a pixel of 16 or 32 bits; 0 for none.
  private(set) var masks: [UInt32] = [0, 0, 0, 0]
  /// Red, green and blue of each index.
  private(set) var palette: [UInt8] = []

  init(_ file: PictureBytes) throws(InputError) {
    data = try file.little(4, at: 10)
    let size = try file.little(4, at: 14)
    guard [12, 40, 52, 56, 64, 108, 124].contains(size) else {
      throw file.malformed("wrong BMP header", at: 14, expected: "a size from 12 to 124", found: "\(size)")
    }
    let isCore = size == 12
    width = isCore ? try file.little(2, at: 18) : Self.signed(try file.little(4, at: 18))
    let rows = isCore ? try file.little(2, at: 20) : Self.signed(try file.little(4, at: 22))
    (height, isTopDown) = (abs(rows), rows < 0)
    bitCount = try file.little(2, at: isCore ? 24 : 28)
    let code = isCore ? 0 : try file.little(4, at: 30)
    guard let packing = Packing(rawValue: code), Self.fits(packing, bitCount), !isTopDown || packing.isEvenRows,
      size != 64 || packing != .masks
    else {
      throw file.malformed(
        "a BMP image of a kind that cannot be read", at: isCore ? 24 : 28,
        expected: "1, 4, 8, 16, 24 or 32 bits, plain, in runs or with masks", found: "\(bitCount) bits, packing \(code)"
      )
    }
    self.packing = packing
    var end = 14 + size
    if packing == .masks || packing == .masksWithAlpha {
      let count = packing == .masksWithAlpha || size >= 56 ? 4 : 3
      for index in 0..<count { masks[index] = UInt32(try file.little(4, at: 54 + 4 * index)) }
      end = max(end, 54 + 4 * count)
      if size >= 52 { end = 14 + size }
      try checkMasks(file)
    } else if bitCount == 16 {
      masks = [0x7C00, 0x03E0, 0x001F, 0]
    }
    if bitCount <= 8 { try readPalette(file, at: end, isCore: isCore) }
  }

  private static func signed(_ value: Int) -> Int { Int(Int32(truncatingIfNeeded: value)) }

  private static func fits(_ packing: Packing, _ bitCount: Int) -> Bool {
    switch packing {
    case .plain: [1, 4, 8, 16, 24, 32].contains(bitCount)
    case .runs8: bitCount == 8
    case .runs4: bitCount == 4
    case .masks, .masksWithAlpha: bitCount == 16 || bitCount == 32
    }
  }

  /// Each a row of bits within the pixel, none in two of them.
  private func checkMasks(_ file: PictureBytes) throws(InputError) {
    var all: UInt32 = 0
    for (index, mask) in masks.enumerated() {
      let bits = mask == 0 ? 0 : mask >> UInt32(mask.trailingZeroBitCount)
      guard bits & (bits &+ 1) == 0, mask & all == 0, mask != 0 || index == 3, bitCount == 32 || mask < 1 << 16 else {
        throw file.malformed(
          "wrong mask", at: 54 + 4 * index, expected: "bits in a row, and no other mask's",
          found: "0x" + String(mask, radix: 16))
      }
      all |= mask
    }
  }

  private mutating func readPalette(_ file: PictureBytes, at offset: Int, isCore: Bool) throws(InputError) {
    let used = isCore ? 0 : try file.little(4, at: 46)
    let count = used == 0 ? 1 << bitCount : used
    guard count <= 256 else {
      throw file.malformed("too many colours", at: 46, expected: "at most 256", found: "\(count)")
    }
    let entry = isCore ? 3 : 4
    try file.require(offset..<offset + count * entry)
    for index in 0..<count {
      let place = offset + index * entry
      palette += [file.bytes[place + 2], file.bytes[place + 1], file.bytes[place]]
    }
  }
}

extension BMPHeader.Packing {
  /// Whether every row takes the same number of bytes.
  var isEvenRows: Bool { self != .runs8 && self != .runs4 }
}
