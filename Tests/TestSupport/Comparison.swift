/// How far `actual` is from `expected`: max |aᵢ - eᵢ| / max |eᵢ|, the measure of every comparison with a reference.
///
/// Infinity when the lengths differ, when a number is NaN on either side, or when one is infinite and the other is not
/// the same. Equal infinities agree and count as no magnitude. When all expected numbers are zero, the deviation is
/// absolute.
public func largestRelativeDeviation(of actual: [Double], from expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  var magnitude = 0.0
  var deviation = 0.0
  for (a, e) in zip(actual, expected) where a != e {
    guard a.isFinite, e.isFinite else { return .infinity }
    deviation = max(deviation, abs(a - e))
  }
  for e in expected where e.isFinite { magnitude = max(magnitude, abs(e)) }
  return magnitude > 0 ? deviation / magnitude : deviation
}

public func largestRelativeDeviation(of actual: [Float], from expected: [Double]) -> Double {
  largestRelativeDeviation(of: actual.map(Double.init), from: expected)
}

public func largestRelativeDeviation(of actual: [Double], from expected: [Float]) -> Double {
  largestRelativeDeviation(of: actual, from: expected.map(Double.init))
}

public func largestRelativeDeviation(of actual: [Float], from expected: [Float]) -> Double {
  largestRelativeDeviation(of: actual.map(Double.init), from: expected.map(Double.init))
}
