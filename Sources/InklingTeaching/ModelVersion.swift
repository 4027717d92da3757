/// One version of a model that is taught.
public struct ModelVersion: Sendable, Equatable {
  /// From 1 on; 1 is the model before any teaching.
  public let number: Int
  /// What came of its teaching; nil for version 1.
  public let report: TeachingReport?
  /// The path of its file.
  public let path: String
}
