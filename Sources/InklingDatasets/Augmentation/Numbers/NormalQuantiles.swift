import InklingMathematics

/// The standard normal distribution as 4096 numbers, all equally likely.
package enum NormalQuantiles {
  /// The quantiles of (i + 1/2) / 4096, scaled to a variance of exactly one. The largest is about 3.7.
  package static let table: [Double] = {
    let lower = (0..<2048).map { quantile((Double($0) + 0.5) / 4096) }
    let scale = (2048 / lower.reduce(0) { $0 + $1 * $1 }).squareRoot()
    return lower.map { $0 * scale } + lower.reversed().map { -$0 * scale }
  }()

  /// The quantile of a probability below one half, by Acklam's rational functions (2003): relative error 1.2e-9.
  static func quantile(_ p: Double) -> Double {
    guard p >= 0.02425 else {
      let q = (-2 * Elementary.logarithm(p)).squareRoot()
      return polynomial(tailAbove, q) / (polynomial(tailBelow, q) * q + 1)
    }
    let q = p - 0.5
    return polynomial(middleAbove, q * q) * q / (polynomial(middleBelow, q * q) * q * q + 1)
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  private static let middleAbove = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let middleBelow = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01,
  ]
  private static let tailAbove = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailBelow = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00,
  ]
}
