extension Elementary {
  /// The number that is nearest to `value` among those with so many decimal digits; `value` itself where its digits are
  /// more than 22 places from the point.
  package static func rounded(_ value: Double, digits: Int) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let place = decimalExponent(value.magnitude) - digits + 1
    // Powers of ten up to the 22nd are exact, and one division of exact numbers gives the double nearest to the decimal.
    guard place.magnitude <= 22 else { return value }
    let scale = power(10, Int(place.magnitude))
    return place < 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  /// The place of the first digit: 2 for 345, -1 for 0.1. At most 22 either way.
  private static func decimalExponent(_ value: Double) -> Int {
    var (exponent, scale) = (0, 1.0)
    while exponent < 22, value >= scale * 10 { (exponent, scale) = (exponent + 1, scale * 10) }
    while exponent > -22, value < 1 / scale { (exponent, scale) = (exponent - 1, scale * 10) }
    return exponent
  }
}
