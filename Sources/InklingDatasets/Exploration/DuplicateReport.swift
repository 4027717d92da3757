/// Images that are the same byte for byte: within a split they count twice in training or in the accuracy, across
/// splits the test set is not new to the network, and with different labels one of them is wrong.
public struct DuplicateReport: Sendable, Equatable, Codable {
  /// An image by its place.
  public struct Place: Sendable, Equatable, Codable {
    /// One of the two parts of a data set.
    public enum Split: String, Sendable, Codable { case train, test }
    /// The part of the data set that the image is in.
    public let split: Split
    /// The image's index within its split, from 0.
    public let index: Int
    /// The image's label, an index into the class names; 0 where images have texts or numbers instead.
    public let label: Int
  }

  /// Groups of equal images.
  public struct Findings: Sendable, Equatable, Codable {
    /// Sets of at least two images that are all the same.
    public internal(set) var groups = 0
    /// Images in these groups.
    public internal(set) var images = 0
    /// Groups whose images do not all have the same label.
    public internal(set) var conflictingLabels = 0
    /// The first groups, at most `exampleLimit`, those with different labels first; of each the first images.
    public internal(set) var examples: [[Place]] = []

    enum CodingKeys: String, CodingKey {
      case groups, images, examples
      case conflictingLabels = "conflicting_labels"
    }
  }

  /// The most groups, and the most images of a group, that are named.
  public static let exampleLimit = 8

  /// Equal images within the training split.
  public let withinTrain: Findings
  /// Equal images within the test split.
  public let withinTest: Findings
  /// Equal images of which at least one is in each split.
  public let acrossSplits: Findings

  init(of dataset: Dataset) {
    let places = DuplicateSearch(dataset).groups()
    withinTrain = Findings(places.map { $0.filter { $0.split == .train } }.filter { $0.count > 1 })
    withinTest = Findings(places.map { $0.filter { $0.split == .test } }.filter { $0.count > 1 })
    acrossSplits = Findings(places.filter { $0.first?.split != $0.last?.split })
  }

  enum CodingKeys: String, CodingKey {
    case withinTrain = "within_train"
    case withinTest = "within_test"
    case acrossSplits = "across_splits"
  }
}

extension DuplicateReport.Findings {
  init(_ groups: [[DuplicateReport.Place]]) {
    let conflicting = groups.filter { group in group.contains { $0.label != group[0].label } }
    let agreeing = groups.filter { group in group.allSatisfy { $0.label == group[0].label } }
    self.groups = groups.count
    images = groups.reduce(0) { $0 + $1.count }
    conflictingLabels = conflicting.count
    let limit = DuplicateReport.exampleLimit
    examples = (conflicting + agreeing).prefix(limit).map { Array($0.prefix(limit)) }
  }
}
