extension Elementary {
  /// The complementary error function, 2 / √π times the integral of exp(-t²) from x on: to a part in 10¹³, and zero where
  /// it is below 10⁻³⁰⁴.
  package static func complementaryError(_ x: Double) -> Double {
    if x < 0 { return 2 - complementaryError(-x) }
    return x < 2 ? 1 - error(x) : tail(x)
  }

  /// 2 / √π.
  private static let scale = 1.128_379_167_095_512_6

  /// exp(-x²) times the series of x^(2 n + 1) 2ⁿ / (1 · 3 · ... · (2 n + 1)), whose terms are all positive. For x in 0 ..< 2.
  private static func error(_ x: Double) -> Double {
    let square = 2 * x * x
    var sum = 1.0
    for order in stride(from: 59.0, through: 3, by: -2) { sum = 1 + square / order * sum }
    return scale * x * sum * exponential(-x * x)
  }

  /// exp(-x²) / (√π (x + 1/2 / (x + 1 / (x + 3/2 / (x + ...))))), Laplace's continued fraction. For x >= 2.
  private static func tail(_ x: Double) -> Double {
    var denominator = x
    for order in stride(from: 100.0, through: 1, by: -1) { denominator = x + order / 2 / denominator }
    return scale / 2 * exponential(-x * x) / denominator
  }
}
