/// Letters of 5x7 pixels for the captions of sheets: printable ASCII; anything else is a box.
package enum BitmapFont {
  package static let width = 5
  package static let height = 7
  /// From one letter's left edge to the next one's.
  package static let advance = 6

  /// Whether the letter has ink in `column` of `row`, from its top left.
  package static func hasInk(_ character: Character, column: Int, row: Int) -> Bool {
    columns(of: character) >> UInt64(8 * (width - 1 - column) + row) & 1 == 1
  }

  /// The width of a line of text in pixels, without a gap after the last letter.
  package static func width(of text: String) -> Int { max(0, text.count * advance - (advance - width)) }

  private static func columns(of character: Character) -> UInt64 {
    guard let code = character.asciiValue, code >= 32, code < 127 else { return 0x7F_4141_417F }
    return letters[Int(code) - 32]
  }

  /// One number a letter from the space to the tilde, one byte a column from the left, the lowest bit on top.
  private static let letters: [UInt64] = [
    0x00_0000_0000, 0x00_005F_0000, 0x00_0700_0700, 0x14_7F14_7F14, 0x24_2A7F_2A12, 0x23_1308_6462, 0x36_4955_2250,
    0x00_0503_0000,
    0x00_1C22_4100, 0x00_4122_1C00, 0x08_2A1C_2A08, 0x08_083E_0808, 0x00_5030_0000, 0x08_0808_0808, 0x00_6060_0000,
    0x20_1008_0402,
    0x3E_5149_453E, 0x00_427F_4000, 0x42_6151_4946, 0x21_4145_4B31, 0x18_1412_7F10, 0x27_4545_4539, 0x3C_4A49_4930,
    0x01_7109_0503,
    0x36_4949_4936, 0x06_4949_291E, 0x00_3636_0000, 0x00_5636_0000, 0x00_0814_2241, 0x14_1414_1414, 0x41_2214_0800,
    0x02_0151_0906,
    0x32_4979_413E, 0x7E_1111_117E, 0x7F_4949_4936, 0x3E_4141_4122, 0x7F_4141_221C, 0x7F_4949_4941, 0x7F_0909_0901,
    0x3E_4149_493A,
    0x7F_0808_087F, 0x00_417F_4100, 0x20_4041_3F01, 0x7F_0814_2241, 0x7F_4040_4040, 0x7F_020C_027F, 0x7F_0408_107F,
    0x3E_4141_413E,
    0x7F_0909_0906, 0x3E_4151_215E, 0x7F_0919_2946, 0x46_4949_4931, 0x01_017F_0101, 0x3F_4040_403F, 0x1F_2040_201F,
    0x3F_4038_403F,
    0x63_1408_1463, 0x07_0870_0807, 0x61_5149_4543, 0x00_7F41_4100, 0x02_0408_1020, 0x00_4141_7F00, 0x04_0201_0204,
    0x40_4040_4040,
    0x00_0102_0400, 0x20_5454_5478, 0x7F_4844_4438, 0x38_4444_4420, 0x38_4444_487F, 0x38_5454_5418, 0x08_7E09_0102,
    0x0C_5252_523E,
    0x7F_0804_0478, 0x00_447D_4000, 0x20_4044_3D00, 0x7F_1028_4400, 0x00_417F_4000, 0x7C_0418_0478, 0x7C_0804_0478,
    0x38_4444_4438,
    0x7C_1414_1408, 0x08_1414_187C, 0x7C_0804_0408, 0x48_5454_5420, 0x04_3F44_4020, 0x3C_4040_207C, 0x1C_2040_201C,
    0x3C_4030_403C,
    0x44_2810_2844, 0x0C_5050_503C, 0x44_6454_4C44, 0x00_0836_4100, 0x00_007F_0000, 0x00_4136_0800, 0x08_0408_1008,
  ]
}

extension Picture {
  /// Writes one line of text with its top left at (x, y); each pixel of a letter becomes `scale` squared ones.
  mutating func write(_ text: String, x: Int, y: Int, scale: Int, gray: UInt8) {
    for (index, character) in text.enumerated() {
      for row in 0..<BitmapFont.height {
        for column in 0..<BitmapFont.width where BitmapFont.hasInk(character, column: column, row: row) {
          let left = x + (index * BitmapFont.advance + column) * scale
          fill(x: left, y: y + row * scale, width: scale, height: scale, gray: gray)
        }
      }
    }
  }
}
