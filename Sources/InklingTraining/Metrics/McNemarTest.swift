import InklingMathematics

/// Whether two models differ, by the images that one gets right and the other wrong (Q. McNemar, "Note on the sampling
/// error of the difference between correlated proportions or percentages", Psychometrika 12, 1947, 153-157).
///
/// If they were equally good, each such image would be as likely one way as the other. With fewer than 25 of them that
/// is a binomial distribution, added up exactly; with more its square approximation is used, with Edwards's correction:
///
///     (|b - c| - 1)^2 / (b + c),  chi-squared with one degree of freedom
///
/// as statsmodels' `mcnemar` with `exact=True` and `exact=False`.
public struct McNemarTest: Sendable, Equatable {
  /// Images that the first model alone gets right (b).
  public let onlyFirst: Int
  /// Images that the second alone gets right (c).
  public let onlySecond: Int
  /// The statistic; nil when the distribution was added up exactly.
  public let statistic: Double?
  /// How likely a difference as large as this one, or a larger, is between models that are equally good; two-sided.
  public let pValue: Double

  /// From so many such images on the approximation is good.
  static let approximateFrom = 25

  /// - Precondition: no count is negative.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "\(onlyFirst) and \(onlySecond) images: expected 0 or more")
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    let count = onlyFirst + onlySecond
    guard count >= Self.approximateFrom else {
      statistic = nil
      pValue = Self.binomial(min(onlyFirst, onlySecond), of: count)
      return
    }
    let difference = Double(max(abs(onlyFirst - onlySecond) - 1, 0))
    let chi = difference * difference / Double(count)
    statistic = chi
    // The tail of a normal distribution on both sides, without the cancellation of 1 - erf.
    pValue = Elementary.complementaryError((chi / 2).squareRoot())
  }

  /// Compares two models' answers to the same images.
  ///
  /// - Precondition: as many answers each as labels.
  public init(_ first: [Int32], _ second: [Int32], labels: [Int32]) {
    precondition(
      first.count == labels.count && second.count == labels.count,
      "\(first.count) and \(second.count) predictions for \(labels.count) images")
    var (onlyFirst, onlySecond) = (0, 0)
    for (image, label) in labels.enumerated() {
      let (one, other) = (first[image] == Int32(label), second[image] == Int32(label))
      if one, !other { onlyFirst += 1 }
      if other, !one { onlySecond += 1 }
    }
    self.init(onlyFirst: onlyFirst, onlySecond: onlySecond)
  }

  /// Compares two models by which of the same images each gets right.
  ///
  /// - Precondition: as many of one as of the other.
  public init(right first: [Bool], _ second: [Bool]) {
    precondition(first.count == second.count, "\(first.count) and \(second.count) answers")
    let pairs = zip(first, second)
    self.init(onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { $1 && !$0 })
  }

  /// Twice the probability of at most `least` heads in `count` throws of a fair coin, at most 1. Every number in it is
  /// a whole one below 2^25, so it is exact.
  private static func binomial(_ least: Int, of count: Int) -> Double {
    var ways = 1
    var sum = 0
    for heads in 0...least {
      sum += ways
      ways = ways * (count - heads) / (heads + 1)
    }
    return min(1, 2 * Double(sum) / Double(1 << count))
  }
}

extension McNemarTest: Encodable {
  private enum CodingKeys: String, CodingKey {
    case statistic
    case onlyFirst = "only_first"
    case onlySecond = "only_second"
    case pValue = "p_value"
  }
}
