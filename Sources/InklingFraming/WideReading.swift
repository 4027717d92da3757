/// Which of the readings that framing offers of wide ink are taken; by default those in `FramedPicture.lines`.
package struct WideReading: Sendable, Equatable {
  /// What was divided and is one digit, by its place among `FramedPicture.undivided`, in ascending order.
  package var joined: [Int]
  /// The digits that `FramedPicture.lone` is; empty where it is one.
  package var division: [FramedDigit]

  package init(joined: [Int] = [], division: [FramedDigit] = []) {
    (self.joined, self.division) = (joined, division)
  }
}
