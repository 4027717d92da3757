/// How the range of an activation is chosen from the values that calibration images give it.
public enum Calibration: Sendable, Hashable {
  /// From the smallest to the largest value.
  case extremes
  /// What lies beyond this share of the values on either side is cut off: 0.9999 keeps all but one of ten thousand.
  case percentile(Double)
}
