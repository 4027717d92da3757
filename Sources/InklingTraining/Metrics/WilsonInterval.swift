/// Wilson's score interval for a share of successes: where the true share lies, with 95 % confidence.
///
///     p = successes / trials,  z = 1.959964
///     (p + z^2 / 2n  ±  z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
///
/// Unlike `p ± z sqrt(p (1 - p) / n)` it never leaves 0 ... 1, and it is right for shares near 1, where accuracies
/// are. (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
/// Statistical Association 22, 1927, 209-212; Brown, Cai and DasGupta, "Interval estimation for a binomial
/// proportion", Statistical Science 16, 2001, 101-133.)
public struct WilsonInterval: Sendable, Equatable {
  /// The lower end, 0...1.
  public let lower: Double
  /// The upper end, 0...1.
  public let upper: Double

  /// The 97.5 % quantile of the normal distribution.
  static let z = 1.959963984540054

  /// The interval of `successes` in `trials`; 0 ... 1 when there are no trials.
  ///
  /// - Precondition: `0 <= successes <= trials`.
  public init(successes: Int, trials: Int) {
    precondition(
      successes >= 0 && successes <= trials, "\(successes) successes in \(trials) trials: expected 0 ... \(trials)")
    guard trials > 0 else {
      (lower, upper) = (0, 1)
      return
    }
    let n = Double(trials)
    let p = Double(successes) / n
    let square = Self.z * Self.z
    let middle = p + square / (2 * n)
    let half = Self.z * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
    let scale = 1 + square / n
    // At the ends the two terms cancel exactly; their rounding must not.
    lower = successes == 0 ? 0 : (middle - half) / scale
    upper = successes == trials ? 1 : (middle + half) / scale
  }
}

extension WilsonInterval: Encodable {
  /// Writes `[lower, upper]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(lower)
    try container.encode(upper)
  }
}
