import InklingTargets
import Testing

@Suite struct EditAlignmentTests {
  private func text(_ first: String, _ second: String) -> String {
    EditAlignment(Array(first), Array(second)).pairs.map { "\($0.first ?? "-")\($0.second ?? "-")" }.joined(
      separator: " ")
  }

  @Test func whatStandsBesideWhat() {
    #expect(text("7GX4", "7GX4") == "77 GG XX 44")
    #expect(text("O1", "01") == "O0 11" && text("", "") == "")
    #expect(text("AAB", "AB") == "A- AA BB" && text("AB", "AXB") == "AA -X BB")
    #expect(text("ABC", "") == "A- B- C-" && text("", "AB") == "-A -B")
    #expect(text("kitten", "sitting") == "ks ii tt tt ei nn -g")
  }

  @Test func itHasTheDistancesEdits() {
    for first in 0..<81 {
      for second in 0..<81 {
        let (one, other) = (digits(first), digits(second))
        let alignment = EditAlignment(one, other)
        #expect(alignment.edits == editDistance(one, other))
        #expect(alignment.pairs.compactMap(\.first) == one && alignment.pairs.compactMap(\.second) == other)
      }
    }
  }

  /// Up to four digits of base three, without zeros in front.
  private func digits(_ number: Int) -> [Int] {
    var (digits, rest) = ([Int](), number)
    while rest > 0 {
      digits.append(rest % 3)
      rest /= 3
    }
    return digits
  }
}
