/// Ink that was divided because it is wide, and the one digit that it would be undivided: a wide digit is no two, and which of
/// the two it is only who reads them can say.
package struct UndividedDigit: Sendable, Equatable {
  /// Its line's place among the lines.
  package let line: Int
  /// The places in the line of the digits into which it was divided.
  package let parts: Range<Int>
  /// The digit that all of it would be.
  package let digit: FramedDigit

  package init(line: Int, parts: Range<Int>, digit: FramedDigit) {
    (self.line, self.parts, self.digit) = (line, parts, digit)
  }

  /// What stands for its parts in lines.
  package func parts<Element>(of lines: [[Element]]) -> ArraySlice<Element> { lines[line][parts] }

  /// Lines in which parts have become one.
  ///
  /// - Parameter wholes: with what stands for the parts of each, in reading order.
  package static func joined<Element>(
    _ lines: [[Element]], _ wholes: [(UndividedDigit, Element)]
  ) -> [[Element]] {
    var lines = lines
    // From the right, so that places to the left stay.
    for (whole, element) in wholes.reversed() { lines[whole.line].replaceSubrange(whole.parts, with: [element]) }
    return lines
  }
}
