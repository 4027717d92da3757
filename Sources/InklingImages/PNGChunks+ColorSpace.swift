import InklingFiles

extension PNGChunks {
  /// The chunks that say what light the samples stand for; `cICP` is of the format's third edition.
  private static let colorSpaceChunks: Set<String> = ["gAMA", "cHRM", "sRGB", "iCCP", "cICP"]
  /// A `gAMA` chunk of 1.0, and one of 1 / 2.2, with their checksums.
  private static let linearGamma: [UInt8] = [
    0, 0, 0, 4, 0x67, 0x41, 0x4D, 0x41, 0, 1, 0x86, 0xA0, 0x31, 0xE8, 0x96, 0x5F,
  ]
  private static let sRGBGamma: [UInt8] = [
    0, 0, 0, 4, 0x67, 0x41, 0x4D, 0x41, 0, 0, 0xB1, 0x8F, 0x0B, 0xFC, 0x61, 0x05,
  ]
  /// Where the first chunk, the header, ends.
  private static let headerEnd = 33

  /// Whether a sample has 16 bits.
  var hasSixteenBits: Bool { bytes[24] == 16 }

  /// The file with samples of the gamma in which libpng is asked for them, linear for 16 bits and sRGB for 8, so that it
  /// leaves the numbers alone; and the power that brings samples from 0 to 1 to the gamma of sRGB, when the file says
  /// that theirs is another.
  ///
  /// As in libpng, an `sRGB` or `iCCP` chunk comes before `gAMA`, and a gamma within 5 % of 1 / 2.2 is sRGB's.
  func withoutColorSpace() throws(InputError) -> (bytes: [UInt8], power: Double?) {
    var result = Array(bytes[..<Self.headerEnd]) + (hasSixteenBits ? Self.linearGamma : Self.sRGBGamma)
    var (offset, name, gamma, isSRGB) = (Self.headerEnd, "", 0, false)
    while name != "IEND" {
      let length: Int
      (name, length) = try chunk(at: offset)
      let end = offset + 12 + length
      if name == "gAMA", length == 4, gamma == 0 { gamma = number(at: offset + 8) }
      if name == "sRGB" || name == "iCCP" { isSRGB = true }
      if !Self.colorSpaceChunks.contains(name) { result += bytes[offset..<end] }
      offset = end
    }
    // Beyond these bounds libpng ignores the chunk.
    guard !isSRGB, (16...625_000_000).contains(gamma) else { return (result, nil) }
    let exponent = Double(gamma) * 2.2 / 100_000
    return (result, abs(exponent - 1) < 0.05 ? nil : 1 / exponent)
  }
}
