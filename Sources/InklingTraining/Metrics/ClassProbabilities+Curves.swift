/// How often answers of one confidence are right: a point of a reliability diagram.
public struct ReliabilityBin: Sendable, Equatable {
  /// The images whose largest probability is in the bin.
  public let count: Int
  /// The mean of those probabilities.
  public let confidence: Double
  /// The share of them that is right.
  public let accuracy: Double
}

/// What is reached when the least certain images are left to somebody else.
public struct CoveragePoint: Sendable, Equatable {
  /// The share of the images that is answered, the most certain first.
  public let coverage: Double
  /// The share of those that is right.
  public let accuracy: Double
  /// The smallest probability among them.
  public let threshold: Double
}

extension ClassProbabilities {
  /// Confidence and accuracy in equal parts of 0...1, from the lowest; parts without images are left out.
  ///
  /// - Precondition: at least one bin, and finite probabilities.
  public func reliability(bins: Int = 15) -> [ReliabilityBin] {
    precondition(bins >= 1, "\(bins) bins for confidences")
    var sums = [(count: Int, confidence: Double, hits: Int)](repeating: (0, 0, 0), count: bins)
    for (image, prediction) in predictions.enumerated() {
      let confidence = values[image * classes + Int(prediction)]
      let bin = Self.bin(of: confidence, among: bins)
      sums[bin].count += 1
      sums[bin].confidence += confidence
      if prediction == labels[image] { sums[bin].hits += 1 }
    }
    return sums.filter { $0.count > 0 }.map {
      ReliabilityBin(
        count: $0.count, confidence: $0.confidence / Double($0.count), accuracy: Double($0.hits) / Double($0.count))
    }
  }

  /// Accuracy against the share of images that is answered, at so many shares of equal distance up to all.
  ///
  /// - Precondition: at least one point, and finite probabilities.
  public func coverage(points: Int = 50) -> [CoveragePoint] {
    precondition(points >= 1, "\(points) points of a curve")
    guard count > 0 else { return [] }
    let answers = predictions
    let order = answers.indices.map { (values[$0 * classes + Int(answers[$0])], $0) }
      .sorted { ($1.0, $0.1) < ($0.0, $1.1) }
    var result: [CoveragePoint] = []
    var (answered, hits) = (0, 0)
    for point in 1...points {
      let goal = max(1, Int((Double(point) / Double(points) * Double(count)).rounded()))
      while answered < goal {
        if answers[order[answered].1] == labels[order[answered].1] { hits += 1 }
        answered += 1
      }
      let coverage = Double(answered) / Double(count)
      guard result.last?.coverage != coverage else { continue }
      result.append(
        CoveragePoint(
          coverage: coverage, accuracy: Double(hits) / Double(answered), threshold: order[answered - 1].0))
    }
    return result
  }
}
