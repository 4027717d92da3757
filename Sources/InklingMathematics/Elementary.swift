/// Elementary functions from sums, products and roots alone, which IEEE 754 rounds alike everywhere: the C library's
/// differ from one machine to the next. Exact to some units in the last place.
///
/// Weights depend on the last bits of what is here: a change of one alters everybody's.
package enum Elementary {
  /// e^x; zero below -700, infinity above 709.
  package static func exponential(_ x: Double) -> Double {
    if x < -700 { return 0 }
    if !(x <= 709) { return x > 0 ? .infinity : x }
    let power = (x * 1.442_695_040_888_963_4).rounded()
    let rest = (x - power * 0.693_147_180_369_123_8) - power * 1.908_214_929_270_587_7e-10
    // Taylor's series: the rest is below 0.35.
    var sum = 1.0
    var term = 15.0
    while term >= 1 {
      sum = 1 + sum * rest / term
      term -= 1
    }
    return sum * Double(bitPattern: UInt64(Int(power) + 1023) << 52)
  }

  /// The natural logarithm of a normal positive number.
  package static func logarithm(_ x: Double) -> Double {
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
}
