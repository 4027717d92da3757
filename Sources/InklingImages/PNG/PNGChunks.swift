import InklingFiles

/// The skeleton of a PNG file (ISO/IEC 15948), walked before libspng sees it: so that errors have a byte offset, and so
/// that everything is known about the image before memory is taken for it. A chunk is its length, its name, data and a
/// checksum.
struct PNGChunks {
  let bytes: [UInt8]
  let path: String?
  private(set) var width = 0
  private(set) var height = 0
  private(set) var bitDepth = 0
  private(set) var colorType = 0
  private(set) var isInterlaced = false
  /// Where the palette's colours are: three bytes each.
  private(set) var palette = 0..<0
  /// Whether there is a `tRNS` chunk.
  private(set) var hasTransparency = false
  /// Bytes of compressed pixels.
  private(set) var dataCount = 0
  /// Where the chunks are that the pixels need, and neighbours of them without a gap.
  private var needed: [Range<Int>] = [0..<8]
  /// The samples' gamma in 1 / 100000, when the file says it; nil when it says sRGB or has a profile.
  private var gamma: Int?
  private var isProfiled = false
  private(set) var orientation = PictureOrientation.upright

  init(bytes: [UInt8], path: String?) throws(InputError) {
    self.bytes = bytes
    self.path = path
    try checkSignature()
    var offset = 8
    while true {
      let (name, length) = try chunk(at: offset)
      let end = offset + 12 + length
      if offset == 8 { try readHeader(name, length) }
      note(name, data: offset + 8..<offset + 8 + length)
      // Critical chunks, which begin with a capital letter, and transparency. No other chunk reaches the library, so
      // compressed texts and profiles unpack to nothing.
      if name >> 29 & 1 == 0 || name == Name.tRNS {
        if needed[needed.count - 1].upperBound == offset {
          needed[needed.count - 1] = needed[needed.count - 1].lowerBound..<end
        } else {
          needed.append(offset..<end)
        }
      }
      if name == Name.IEND { return }
      offset = end
    }
  }

  /// The file without the chunks that pixels do not need.
  var neededBytes: [UInt8] {
    if needed.count == 1, needed[0].upperBound == bytes.count { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(needed.reduce(0) { $0 + $1.count })
    for range in needed { result += bytes[range] }
    return result
  }

  /// The power that brings samples from 0 to 1 to sRGB's gamma of about 1 / 2.2; nil when theirs is that, or not said.
  ///
  /// As in libpng, an `sRGB` or `iCCP` chunk comes before `gAMA`, a gamma within 5 % of 1 / 2.2 is sRGB's, and one
  /// beyond all reason is none.
  var power: Double? {
    guard let gamma, !isProfiled, (16...625_000_000).contains(gamma) else { return nil }
    let exponent = Double(gamma) * 2.2 / 100_000
    return abs(exponent - 1) < 0.05 ? nil : 1 / exponent
  }

  private enum Name {
    static let IHDR: UInt32 = 0x4948_4452
    static let IEND: UInt32 = 0x4945_4E44
    static let IDAT: UInt32 = 0x4944_4154
    static let PLTE: UInt32 = 0x504C_5445
    static let tRNS: UInt32 = 0x7452_4E53
    static let gAMA: UInt32 = 0x6741_4D41
    static let sRGB: UInt32 = 0x7352_4742
    static let iCCP: UInt32 = 0x6943_4350
    static let eXIf: UInt32 = 0x6558_4966
  }

  private func checkSignature() throws(InputError) {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard bytes.starts(with: signature) else {
      throw InputError(
        .malformed, "not a PNG image", path: path, offset: 0, expected: ByteText.hex(signature),
        found: bytes.isEmpty ? "an empty file" : ByteText.hex(bytes.prefix(8)))
    }
  }

  private mutating func readHeader(_ name: UInt32, _ length: Int) throws(InputError) {
    guard name == Name.IHDR, length == 13 else {
      throw InputError(
        .malformed, "wrong first chunk", path: path, offset: 8, expected: "IHDR of 13 bytes",
        found: "\(ByteText.letters(bytes[12..<16])) of \(length)")
    }
    (width, height) = (Int(number(at: 16)), Int(number(at: 20)))
    (bitDepth, colorType, isInterlaced) = (Int(bytes[24]), Int(bytes[25]), bytes[28] == 1)
    let depths = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]]
    guard depths[colorType]?.contains(bitDepth) == true else {
      throw InputError(
        .malformed, "wrong kind of samples", path: path, offset: 24, expected: "one of the format's 15",
        found: "bit depth \(bitDepth) with colour type \(colorType)")
    }
  }

  /// Remembers what a chunk says.
  private mutating func note(_ name: UInt32, data: Range<Int>) {
    switch name {
    case Name.IDAT: dataCount += data.count
    case Name.PLTE: if palette.isEmpty { palette = data }
    case Name.tRNS: hasTransparency = true
    case Name.gAMA: if data.count == 4, gamma == nil, isWhole(data) { gamma = Int(number(at: data.lowerBound)) }
    case Name.sRGB, Name.iCCP: isProfiled = true
    case Name.eXIf: if isWhole(data) { orientation = ExifOrientation.read(bytes[data]) ?? orientation }
    default: break
    }
  }

  /// Whether a chunk's checksum, over name and data, is right: of those that the library does not see.
  private func isWhole(_ data: Range<Int>) -> Bool {
    #if FUZZING
      return true
    #else
      guard data.count <= 1 << 16 else { return false }
      let sum = bytes[data.lowerBound - 4..<data.upperBound].reduce(UInt32.max) { sum, byte in
        (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
      }
      return ~sum == number(at: data.upperBound)
    #endif
  }

  /// Name and length of the chunk that starts at `offset`.
  private func chunk(at offset: Int) throws(InputError) -> (name: UInt32, length: Int) {
    guard bytes.count - offset >= 12 else {
      throw InputError(
        .malformed, "truncated PNG image", path: path, offset: bytes.count, expected: "a chunk of at least 12 bytes",
        found: "\(bytes.count - offset)", remedy: "get the file again")
    }
    let length = Int(number(at: offset))
    let name = bytes[offset + 4..<offset + 8]
    guard name.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }) else {
      throw InputError(
        .malformed, "wrong chunk name", path: path, offset: offset + 4, expected: "four letters",
        found: ByteText.hex(name))
    }
    guard length <= bytes.count - offset - 12 else {
      throw InputError(
        .malformed, "truncated PNG image", path: path, offset: bytes.count,
        expected: "\(length) bytes of chunk \(ByteText.letters(name))",
        found: "\(bytes.count - offset - 12)", remedy: "get the file again")
    }
    return (number(at: offset + 4), length)
  }

  /// Four bytes, the highest first.
  private func number(at offset: Int) -> UInt32 {
    UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16 | UInt32(bytes[offset + 2]) << 8
      | UInt32(bytes[offset + 3])
  }
}
