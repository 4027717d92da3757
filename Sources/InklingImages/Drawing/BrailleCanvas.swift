/// Dots drawn with braille letters: two columns and four rows of them to a character.
struct BrailleCanvas {
  /// Characters in a line.
  let columns: Int
  /// Lines.
  let rows: Int
  /// One byte a character: bit n of it is dot n + 1 of the Unicode block "Braille Patterns".
  private var dots: [UInt8]

  /// - Precondition: positive sizes.
  init(columns: Int, rows: Int) {
    precondition(columns > 0 && rows > 0, "a canvas of \(columns)x\(rows) characters")
    self.columns = columns
    self.rows = rows
    dots = [UInt8](repeating: 0, count: columns * rows)
  }

  /// Columns of dots.
  var width: Int { 2 * columns }
  /// Rows of dots.
  var height: Int { 4 * rows }

  /// The bits of a character's dots, by column and row.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Draws one dot, counted from the top left; nothing outside.
  mutating func dot(_ x: Int, _ y: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    dots[y / 4 * columns + x / 2] |= Self.bits[x % 2][y % 4]
  }

  /// Draws the dots of column x between two rows, both of them too.
  mutating func column(_ x: Int, from first: Int, to last: Int) {
    for y in max(min(first, last), 0)...max(min(max(first, last), height - 1), 0) { dot(x, y) }
  }

  /// The character in a column of a line; a blank where there is no dot.
  func character(_ column: Int, _ row: Int) -> Character {
    let pattern = dots[row * columns + column]
    return pattern == 0 ? " " : Character(Unicode.Scalar(0x2800 + UInt32(pattern)) ?? " ")
  }
}
