extension ClosedRange {
  /// The range in a sentence: "2 to 3", or "1" where it is of one number.
  package var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}
