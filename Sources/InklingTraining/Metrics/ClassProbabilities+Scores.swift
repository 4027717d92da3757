import InklingMathematics

extension ClassProbabilities {
  /// The mean of `-log p[label]`, in nats (`sklearn.metrics.log_loss`). A probability below 2^-52 counts as that, so
  /// that one certain mistake does not make the loss infinite.
  public var logLoss: Double {
    guard count > 0 else { return 0 }
    var sum = 0.0
    for image in 0..<count { sum -= Elementary.logarithm(max(values[image * classes + Int(labels[image])], .ulpOfOne)) }
    return sum / Double(count)
  }

  /// The mean over the images of `sum over k of (p[k] - (k == label))^2`, from 0 to 2 (G. W. Brier, "Verification of
  /// forecasts expressed in terms of probability", Monthly Weather Review 78, 1950, 1-3).
  public var brierScore: Double {
    guard count > 0 else { return 0 }
    var sum = 0.0
    for image in 0..<count {
      for label in 0..<classes {
        let difference = values[image * classes + label] - (label == Int(labels[image]) ? 1 : 0)
        sum += difference * difference
      }
    }
    return sum / Double(count)
  }

  /// How far the largest probabilities are from how often they are right:
  ///
  ///     sum over bins b of  n[b] / N * |mean confidence in b - accuracy in b|
  ///
  /// A confidence lies in bin b of B when it is above b / B and at most (b + 1) / B. (Naeini, Cooper and Hauskrecht,
  /// "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015; Guo et al., 2017.)
  ///
  /// - Precondition: at least one bin, and finite probabilities.
  public func expectedCalibrationError(bins: Int = 15) -> Double {
    precondition(bins >= 1, "\(bins) bins for confidences")
    guard count > 0 else { return 0 }
    var confidences = [Double](repeating: 0, count: bins)
    var hits = confidences
    for (image, prediction) in predictions.enumerated() {
      let confidence = values[image * classes + Int(prediction)]
      let bin = Self.bin(of: confidence, among: bins)
      confidences[bin] += confidence
      if Int(prediction) == Int(labels[image]) { hits[bin] += 1 }
    }
    // n[b] cancels: each bin's term is the difference of its two sums.
    return zip(confidences, hits).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(count)
  }

  static func bin(of confidence: Double, among bins: Int) -> Int {
    var bin = min(max(Int((confidence * Double(bins)).rounded(.up)) - 1, 0), bins - 1)
    // The product's rounding must not move a confidence that lies on a border.
    if bin > 0, confidence <= Double(bin) / Double(bins) { bin -= 1 }
    if bin < bins - 1, confidence > Double(bin + 1) / Double(bins) { bin += 1 }
    return bin
  }
}
