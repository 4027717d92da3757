/// Elementary functions from sums, products and roots alone, which IEEE 754 rounds alike everywhere: the C library's
/// differ from one machine to the next. Exact to some units in the last place.
enum Elementary {
  /// e^x for x in -700 ... 700.
  static func exponential(_ x: Double) -> Double {
    let power = (x * 1.442_695_040_888_963_4).rounded()
    let rest = (x - power * 0.693_147_180_369_123_8) - power * 1.908_214_929_270_587_7e-10
    // Taylor's series: the rest is below 0.35.
    var sum = 1.0
    var term = 15.0
    while term >= 1 {
      sum = 1 + sum * rest / term
      term -= 1
    }
    return Double(sign: .plus, exponent: Int(power), significand: sum)
  }

  /// The natural logarithm of a normal positive number.
  static func logarithm(_ x: Double) -> Double {
    var mantissa = x.significand
    var power = Double(x.exponent)
    if mantissa > 1.414_213_562_373_095 {
      mantissa *= 0.5
      power += 1
    }
    // 2 artanh((m - 1) / (m + 1)); the argument is below 0.172.
    let s = (mantissa - 1) / (mantissa + 1)
    var sum = 0.0
    var degree = 23.0
    while degree >= 1 {
      sum = sum * (s * s) + 1 / degree
      degree -= 2
    }
    return power * 0.693_147_180_559_945_3 + 2 * s * sum
  }

  /// Sine and cosine of an angle in degrees; exact for multiples of 90.
  static func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
    let quarters = (degrees / 90).rounded()
    let x = (degrees - 90 * quarters) * 0.017_453_292_519_943_295
    let (sine, cosine) = (x * series(x * x, first: 2), series(x * x, first: 1))
    switch ((Int(quarters) % 4) + 4) % 4 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// 1 - z / (n (n + 1)) (1 - z / ((n + 2) (n + 3)) (1 - ...)) for z below 0.62.
  private static func series(_ z: Double, first: Double) -> Double {
    var sum = 1.0
    var n = first + 16
    while n >= first {
      sum = 1 - z / (n * (n + 1)) * sum
      n -= 2
    }
    return sum
  }
}
