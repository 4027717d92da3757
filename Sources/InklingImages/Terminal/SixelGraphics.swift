/// Pictures as sixels (DEC STD 070, chapter 9): bands of six rows. In a band each colour is drawn by itself over the
/// whole width, a character for six pixels of a column: 63 and the sum of 1 for the top one to 32 for the lowest.
///
/// The palette is 32 greys, or six levels of red, green and blue each; only colours that occur are defined.
enum SixelGraphics {
  private static let grays = 32
  private static let levels = 6

  /// `ESC P q`, the size, the colours in percent, the bands, `ESC \`.
  static func sequence(of picture: Picture) -> String {
    let indices = indices(of: picture)
    var text = "\u{1B}P0;1;0q\"1;1;\(picture.width);\(picture.height)"
    for index in Set(indices).sorted() {
      let parts = color(index, isGray: picture.isGray)
      text += "#\(index);2;\(parts[0]);\(parts[1]);\(parts[2])"
    }
    for top in stride(from: 0, to: picture.height, by: 6) {
      let rows = top..<min(top + 6, picture.height)
      if top > 0 { text += "-" }
      let colors = Set(indices[rows.lowerBound * picture.width..<rows.upperBound * picture.width]).sorted()
      text += colors.map { band(of: $0, indices, rows, width: picture.width) }.joined(separator: "$")
    }
    return text + "\u{1B}\\"
  }

  /// The nearest colour of the palette for each pixel.
  private static func indices(of picture: Picture) -> [Int] {
    if picture.isGray { return picture.samples.map { (Int($0) * (grays - 1) + 127) / 255 } }
    return (0..<picture.width * picture.height).map { pixel in
      picture.samples[3 * pixel..<3 * pixel + 3].reduce(0) { $0 * levels + (Int($1) * (levels - 1) + 127) / 255 }
    }
  }

  /// Red, green and blue in percent.
  private static func color(_ index: Int, isGray: Bool) -> [Int] {
    if isGray { return [Int](repeating: (100 * index + (grays - 1) / 2) / (grays - 1), count: 3) }
    return [index / (levels * levels), index / levels % levels, index % levels].map { $0 * 100 / (levels - 1) }
  }

  /// One colour of a band; equal characters in a row become "!count" and one of them.
  private static func band(of color: Int, _ indices: [Int], _ rows: Range<Int>, width: Int) -> String {
    let codes = (0..<width).map { column in
      rows.reduce(0) { $0 | (indices[$1 * width + column] == color ? 1 << ($1 - rows.lowerBound) : 0) }
    }
    var text = "#\(color)"
    var start = 0
    while start < width {
      let end = codes[start...].firstIndex { $0 != codes[start] } ?? width
      let character = String(UnicodeScalar(UInt8(63 + codes[start])))
      let count = end - start
      // Nothing is drawn at the end of a line.
      if end < width || codes[start] > 0 {
        text += count > 3 ? "!\(count)\(character)" : String(repeating: character, count: count)
      }
      start = end
    }
    return text
  }
}
