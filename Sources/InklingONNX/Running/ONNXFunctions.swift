import InklingMathematics

/// Elementary functions for every argument, in float64.
enum ONNXFunctions {
  static func logarithm(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x < 0 { return .nan }
    if x == 0 { return -.infinity }
    return x < .leastNormalMagnitude
      ? Elementary.logarithm(x * 0x1p60) - 60 * 0.693_147_180_559_945_3 : Elementary.logarithm(x)
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + Elementary.exponential(-x)) }

  static func tanh(_ x: Double) -> Double {
    let size = x.magnitude
    if size < 1e-4 { return x - x * x * x / 3 }
    if x.isNaN { return x }
    let tanh = 1 - 2 / (Elementary.exponential(2 * size) + 1)
    return x < 0 ? -tanh : tanh
  }

  static func erf(_ x: Double) -> Double {
    if x.magnitude < 1e-5 || x.isNaN { return 1.128_379_167_095_512_6 * x }
    return x < 0 ? Elementary.complementaryError(-x) - 1 : 1 - Elementary.complementaryError(x)
  }

  /// log(1 + e^x).
  static func softplus(_ x: Double) -> Double {
    if x > 40 { return x }
    let power = Elementary.exponential(x)
    let sum = 1 + power
    // What was lost by adding to 1 is made good.
    return sum == 1 ? power : logarithm(sum) * (power / (sum - 1))
  }

  static func power(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 0 || base == 1 { return 1 }
    if base.isNaN || exponent.isNaN { return .nan }
    let size = base.magnitude
    let isWhole = exponent.rounded(.down) == exponent
    if base < 0, !isWhole, base.isFinite { return .nan }
    let isOdd = isWhole && exponent.magnitude < 0x1p53 && exponent.truncatingRemainder(dividingBy: 2) != 0
    let sign: Double = isOdd && base.sign == .minus ? -1 : 1
    if size == 0 || size.isInfinite || exponent.isInfinite {
      let grows = exponent.isInfinite ? (size > 1) == (exponent > 0) : (size.isInfinite) == (exponent > 0)
      return size == 1 ? 1 : sign * (grows ? .infinity : 0)
    }
    if size < .leastNormalMagnitude { return sign * Elementary.exponential(exponent * logarithm(size)) }
    return sign * Elementary.power(size, exponent)
  }

  /// Whole numbers, wrapped as multiplication is; a negative power is 0 but for bases of 1 and -1.
  static func power(_ base: Int64, _ exponent: Int64) -> Int64 {
    if exponent < 0 { return base == 1 ? 1 : base == -1 ? (exponent & 1 == 0 ? 1 : -1) : 0 }
    var (result, square, left) = (Int64(1), base, exponent)
    while left > 0 {
      if left & 1 == 1 { result = result &* square }
      square = square &* square
      left >>= 1
    }
    return result
  }

  /// Towards zero; the nearest Int64 for what is beyond, 0 for NaN.
  static func integer(_ number: Double) -> Int64 {
    if number.isNaN { return 0 }
    return number >= 0x1p63 ? .max : number <= -0x1p63 ? .min : Int64(number)
  }

  static func gelu(_ x: Double) -> Double {
    // erfc keeps the digits of what is left of a large negative number.
    x * 0.5 * Elementary.complementaryError(-x * 0.707_106_781_186_547_5)
  }

  static func geluByTanh(_ x: Double) -> Double {
    x * 0.5 * (1 + tanh(0.797_884_560_802_865_4 * (x + 0.044_715 * x * x * x)))
  }
}
