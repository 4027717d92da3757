/// Which images of a set are trained on and which are held out, as indices into it: no pixel is copied.
public struct DatasetSplit: Sendable, Equatable {
  /// In rising order.
  public let training: [Int32]
  /// In rising order; no image is in both.
  public let validation: [Int32]
  /// What a person should know about it, each in one sentence: classes with no image held out.
  public let notes: [String]

  package init(training: [Int32], validation: [Int32], notes: [String] = []) {
    (self.training, self.validation, self.notes) = (training, validation, notes)
  }
}
