#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `base` to any power, for base > 0. A whole power is multiplied out, the same on every machine; another is the C
/// library's.
func realPower(_ base: Double, _ exponent: Double) -> Double {
  if let whole = Int(exactly: exponent), whole >= 0 { return power(base, whole) }
  return pow(base, exponent)
}

/// `base` to a whole power >= 0, by squaring.
func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, left) = (1.0, base, exponent)
  while left > 0 {
    if left & 1 == 1 { result *= square }
    square *= square
    left >>= 1
  }
  return result
}

/// cos(π x), to a rounding of the last place or two, the same on every machine: 1 - 2 sin²(π x / 2), the sine by its
/// series up to the 21st power.
func cosine(ofPiTimes x: Double) -> Double {
  let turn = x.magnitude.truncatingRemainder(dividingBy: 2)
  let half = Double.pi / 2 * (turn > 1 ? 2 - turn : turn)
  let square = half * half
  var sum = 1.0
  for order in stride(from: 20, through: 2, by: -2) { sum = 1 - square / Double(order * (order + 1)) * sum }
  let sine = half * sum
  return 1 - 2 * sine * sine
}
