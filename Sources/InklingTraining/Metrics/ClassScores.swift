import InklingFiles

/// How well one class is recognised. What has no images to be counted among is zero (scikit-learn's `zero_division=0`).
public struct ClassScores: Sendable, Equatable, Codable {
  /// The class's name.
  public let name: String
  /// Of the images called so, the share that are.
  public let precision: Double
  /// Of the images that are, the share called so.
  public let recall: Double
  /// The harmonic mean of both: `2 * precision * recall / (precision + recall)`.
  public let f1: Double
  /// The number of its images.
  public let support: Int

  private enum CodingKeys: String, CodingKey, CaseIterable { case name, precision, recall, f1, support }
}

extension ClassScores {
  /// - Throws: `DecodingError` for a key that is missing, unknown or of another type, and for a count out of range.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      precision: try container.decode(Double.self, forKey: .precision),
      recall: try container.decode(Double.self, forKey: .recall), f1: try container.decode(Double.self, forKey: .f1),
      support: try Count.read(container, .support))
  }
}

extension ConfusionMatrix {
  /// The scores of each class (`precision_recall_fscore_support`).
  public var classScores: [ClassScores] {
    classNames.indices.map { label in
      let precision = precision(of: label) ?? 0
      let recall = recall(of: label) ?? 0
      let sum = precision + recall
      return ClassScores(
        name: classNames[label], precision: precision, recall: recall,
        f1: sum > 0 ? 2 * precision * recall / sum : 0,
        support: classNames.indices.reduce(0) { $0 + self[truth: label, prediction: $1] })
    }
  }

  /// How much better than chance predictions and truth agree (J. Cohen, "A coefficient of agreement for nominal scales",
  /// Educational and Psychological Measurement 20, 1960, 37-46; `cohen_kappa_score`):
  ///
  ///     (p - e) / (1 - e),  e = sum over classes of (row sum / N) * (column sum / N)
  ///
  /// Nil without images, and when both have one and the same class alone.
  public var cohenKappa: Double? {
    let n = Double(total)
    let chance = classNames.indices.reduce(0.0) { sum, label in
      let row = classNames.indices.reduce(0) { $0 + self[truth: label, prediction: $1] }
      let column = classNames.indices.reduce(0) { $0 + self[truth: $1, prediction: label] }
      return sum + Double(row) * Double(column)
    }
    // In counts: rounding cannot hide that chance alone agrees always.
    guard total > 0, chance < n * n else { return nil }
    return (Double(correct) * n - chance) / (n * n - chance)
  }
}
