/// Which of the readings that framing offers of wide ink, and of ink that may be a digit besides, are taken; by default those in
/// `FramedPicture.lines`.
package struct WideReading: Sendable, Equatable {
  /// What was divided and is one digit, by its place among `FramedPicture.undivided`, in ascending order.
  package var joined: [Int]
  /// The digits that `FramedPicture.lone` is; empty where it is one.
  package var division: [FramedDigit]
  /// What is a digit besides, by its place among `FramedPicture.strays`, in ascending order.
  package var added: [Int]

  package init(joined: [Int] = [], division: [FramedDigit] = [], added: [Int] = []) {
    (self.joined, self.division, self.added) = (joined, division, added)
  }
}
