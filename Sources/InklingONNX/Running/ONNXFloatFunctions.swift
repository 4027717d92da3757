import InklingMathematics

/// Elementary functions for float32: to some 10^-10, at a tenth of the cost of what float64 needs.
enum ONNXFloatFunctions {
  /// e^x.
  @inline(__always)
  static func exponential(_ x: Double) -> Double {
    if x < -200 { return 0 }
    if !(x <= 200) { return x > 0 ? .infinity : x }
    let power = (x * 1.442_695_040_888_963_4 + 0x1.8p52) - 0x1.8p52
    let r = x - power * 0.693_147_180_559_945_3
    // Taylor's series: the rest is below 0.35.
    let high = 1.0 / 5040 + r * (1.0 / 40320 + r * (1.0 / 362_880 + r * (1.0 / 3_628_800)))
    let low = 1 + r * (1 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * high))))))
    return low * Double(bitPattern: UInt64(Int(power) + 1023) << 52)
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

  static func tanh(_ x: Double) -> Double {
    let size = x.magnitude
    if size < 1e-2 { return x * (1 - x * x * (1.0 / 3 - x * x * (2.0 / 15))) }
    if x.isNaN { return x }
    let tanh = 1 - 2 / (exponential(2 * size) + 1)
    return x < 0 ? -tanh : tanh
  }

  /// The error function by Taylor's series about the nearest of 97 points.
  static func erf(_ x: Double) -> Double {
    let size = x.magnitude
    guard size < 6 else { return x.isNaN ? x : x < 0 ? -1 : 1 }
    let point = (size * 16).rounded()
    let d = size - point / 16
    let row = Int(point) * 7
    var sum = points[row + 6]
    for order in stride(from: 5, through: 0, by: -1) { sum = sum * d + points[row + order] }
    return x < 0 ? -sum : sum
  }

  /// The coefficients at k / 16: with f' = 2 / √π exp(-x²), each further one is f' times Hermite's polynomial over n!.
  private static let points: [Double] = (0...96).flatMap { index -> [Double] in
    let x = Double(index) / 16
    let slope = 1.128_379_167_095_512_6 * Elementary.exponential(-x * x)
    var (row, hermite, factorial) = ([1 - Elementary.complementaryError(x), slope], [1.0, 2 * x], 1.0)
    for order in 2...6 {
      let sign: Double = order.isMultiple(of: 2) ? -1 : 1
      factorial *= Double(order)
      row.append(slope * sign * hermite[order - 1] / factorial)
      hermite.append(2 * x * hermite[order - 1] - 2 * Double(order - 1) * hermite[order - 2])
    }
    return row
  }

  static func gelu(_ x: Double) -> Double { x * 0.5 * (1 + erf(x * 0.707_106_781_186_547_5)) }

  static func geluByTanh(_ x: Double) -> Double {
    x * 0.5 * (1 + tanh(0.797_884_560_802_865_4 * (x + 0.044_715 * x * x * x)))
  }
}
