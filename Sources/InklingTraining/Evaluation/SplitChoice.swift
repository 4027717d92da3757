/// The part of a data set that is evaluated.
public enum SplitChoice: String, Sendable, CaseIterable {
  /// The images that are never trained on.
  case test
  /// What the run held out of its training set.
  case validation
  /// What the run was trained on.
  case train

  /// One of its images, in words.
  package var noun: String {
    switch self {
    case .test: "test image"
    case .validation: "held-out image"
    case .train: "training image"
    }
  }

  /// The part, in words.
  package var title: String {
    switch self {
    case .test: "the test set"
    case .validation: "the held-out part of the training set"
    case .train: "the training set"
    }
  }
}
