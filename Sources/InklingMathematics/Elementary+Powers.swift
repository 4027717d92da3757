extension Elementary {
  /// `base` to a whole power >= 0, by squaring.
  package static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }

  /// `base` to any power: the whole part of it multiplied out, the rest by exponential and logarithm.
  ///
  /// - Precondition: a normal `base > 0`, or zero with a power >= 0.
  package static func power(_ base: Double, _ exponent: Double) -> Double {
    if base == 0 { return exponent == 0 ? 1 : 0 }
    guard exponent >= 0 else { return 1 / power(base, -exponent) }
    let whole = min(exponent.rounded(.down), 0x1p52)
    let rest = exponent - whole
    return power(base, Int(whole)) * (rest == 0 ? 1 : exponential(rest * logarithm(base)))
  }
}
