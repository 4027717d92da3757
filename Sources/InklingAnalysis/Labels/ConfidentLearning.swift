/// Which labels are likely wrong: confident learning (C. Northcutt, L. Jiang and I. Chuang, "Confident learning:
/// Estimating uncertainty in dataset labels", Journal of Artificial Intelligence Research 70, 2021, 1373-1411).
///
/// It takes probabilities that no image's own label has had a part in: those of models that were trained on other images,
/// as in a cross-validation. An image counts as a class when that class's probability is at least what images with that label
/// have on the average; the largest of several wins, and where there is none the image counts as nothing. All images that
/// are answered otherwise than they are labelled are ranked; those that count as another class are called confident.
public struct ConfidentLearning: Sendable {
  /// An image whose label is likely wrong.
  public struct Issue: Sendable, Equatable {
    /// The image's place.
    public let index: Int
    /// The label that it has.
    public let label: Int
    /// The label that it more likely is.
    public let suggestion: Int
    /// The probability of the label that it has.
    public let probability: Double
    /// That probability less the largest of the others': from -1, the most likely wrong, to 1.
    public let margin: Double
    /// Whether the image counts as another class than its label.
    public let isConfident: Bool
  }

  /// The mean probability of each class on the images with its label; 1 for a class without images.
  public let thresholds: [Double]
  /// How many images with each label count as each class: `[label, class]` row-major.
  public let joint: [Int]
  /// The images whose most probable class is not their label, by their margin: the most likely wrong first.
  public let issues: [Issue]

  /// - Parameters:
  ///   - probabilities: [N, C] row-major, of models that have not seen the image.
  ///   - labels: each below `classes`.
  ///   - classes: the number of classes, C.
  /// - Precondition: `probabilities.count == labels.count * classes`.
  public init(probabilities: [Double], labels: [Int32], classes: Int) {
    precondition(
      classes > 0 && probabilities.count == labels.count * classes,
      "\(probabilities.count) probabilities for \(labels.count) images and \(classes) classes")
    let thresholds = Self.thresholds(probabilities, labels, classes)
    var joint = [Int](repeating: 0, count: classes * classes)
    var issues: [Issue] = []
    for (image, label) in labels.enumerated() {
      let label = Int(label)
      let row = probabilities[image * classes..<(image + 1) * classes]
      var (suggestion, largest) = (-1, -1.0)
      for (place, probability) in row.enumerated() where probability >= thresholds[place] && probability > largest {
        (suggestion, largest) = (place, probability)
      }
      if suggestion >= 0 { joint[label * classes + suggestion] += 1 }
      let answer = row.indices.dropFirst().reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 } - row.startIndex
      guard answer != label else { continue }
      let own = row[row.startIndex + label]
      issues.append(
        Issue(
          index: image, label: label, suggestion: answer, probability: own,
          margin: own - row[row.startIndex + answer], isConfident: suggestion >= 0 && suggestion != label))
    }
    self.thresholds = thresholds
    self.joint = joint
    self.issues = issues.sorted { ($0.margin, $0.probability, $0.index) < ($1.margin, $1.probability, $1.index) }
  }

  /// The share that is confident of the images that count as some class; zero without such.
  public var share: Double {
    let total = joint.reduce(0, +)
    return total == 0 ? 0 : Double(issues.count { $0.isConfident }) / Double(total)
  }

  private static func thresholds(_ probabilities: [Double], _ labels: [Int32], _ classes: Int) -> [Double] {
    var (sums, counts) = ([Double](repeating: 0, count: classes), [Int](repeating: 0, count: classes))
    for (image, label) in labels.enumerated() {
      precondition(label >= 0 && Int(label) < classes, "label \(label) of \(classes) classes")
      sums[Int(label)] += probabilities[image * classes + Int(label)]
      counts[Int(label)] += 1
    }
    return zip(sums, counts).map { $1 == 0 ? 1 : $0 / Double($1) }
  }
}
