/// What a model thinks of labelled images: the probability of each class, and the class that is true.
///
/// Its scores agree with scikit-learn's, and every one of them is zero without images unless it says otherwise.
public struct ClassProbabilities: Sendable, Equatable {
  /// [N, C] row-major; rows sum to one.
  public let values: [Double]
  /// [N], each below the number of classes.
  public let labels: [Int32]
  /// The number of classes, C: one or more.
  public let classes: Int

  /// - Precondition: `values.count == labels.count * classes`, at least one class, and every label is below `classes`.
  public init(_ values: [Double], labels: [Int32], classes: Int) {
    precondition(classes >= 1, "\(classes) classes: expected 1 or more")
    precondition(
      values.count == labels.count * classes,
      "\(values.count) probabilities for \(labels.count) images and \(classes) classes")
    let largest = labels.max() ?? 0
    precondition(labels.isEmpty || Int(largest) < classes, "label \(largest) with \(classes) classes")
    self.values = values
    self.labels = labels
    self.classes = classes
  }

  /// The number of images, N.
  public var count: Int { labels.count }

  /// Whether every probability is a number; without that no score means anything.
  public var areFinite: Bool { values.allSatisfy(\.isFinite) }

  /// The class with the largest probability for each image, the first of equals.
  public var predictions: [Int32] {
    (0..<count).map { image in
      let row = image * classes
      return Int32((1..<max(classes, 1)).reduce(0) { values[row + $1] > values[row + $0] ? $1 : $0 })
    }
  }

  /// The share of images whose class is among the `k` most probable (`sklearn.metrics.top_k_accuracy_score`); of
  /// classes that are equally probable the first counts as more so. One for `k >= C`.
  public func topAccuracy(_ k: Int) -> Double {
    precondition(k >= 1, "the accuracy among the first \(k)")
    guard count > 0 else { return 0 }
    var hits = 0
    for image in 0..<count {
      let row = image * classes
      let label = Int(labels[image])
      let own = values[row + label]
      var ahead = 0
      for other in 0..<classes where values[row + other] > own || values[row + other] == own && other < label {
        ahead += 1
      }
      if ahead < k { hits += 1 }
    }
    return Double(hits) / Double(count)
  }
}
