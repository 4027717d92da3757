/// Ink beside the digits of a picture that counts as none of them, since it is low, in several pieces or pale, and may be a
/// digit all the same: only who reads it can say. It is framed when somebody asks.
package struct StrayInk: Sendable, Equatable {
  /// Its line's place among the lines.
  package let line: Int
  /// How many of the line's digits are left of it.
  package let place: Int
  private let cutout: InkCutout
  private let placing: DigitPlacing

  init(line: Int, place: Int, _ cutout: InkCutout, _ placing: DigitPlacing) {
    (self.line, self.place, self.cutout, self.placing) = (line, place, cutout, placing)
  }

  /// The digit that it would be; nil without ink.
  package var digit: FramedDigit? { placing.digit(cutout) }

  /// Lines with what stands for stray ink in its places.
  ///
  /// - Parameters:
  ///   - elements: in the order of `FramedPicture.strays`.
  ///   - joined: what is one element in the lines and was divided when places were counted.
  package static func added<Element>(
    _ elements: [(StrayInk, Element)], to lines: [[Element]], joined: [UndividedDigit]
  ) -> [[Element]] {
    var lines = lines
    // From the right, so that places to the left stay.
    for (stray, element) in elements.reversed() {
      let less = joined.reduce(0) { less, whole in
        whole.line == stray.line && whole.parts.upperBound <= stray.place ? less + whole.parts.count - 1 : less
      }
      lines[stray.line].insert(element, at: stray.place - less)
    }
    return lines
  }
}
