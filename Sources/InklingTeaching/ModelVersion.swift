public import InklingFiles

/// One version of a model that is taught.
public struct ModelVersion: Sendable, Equatable {
  /// From 1 on; 1 is the model before any teaching.
  public let number: Int
  /// What came of its teaching; nil for a model as it was given, and for a version that is damaged.
  public let report: TeachingReport?
  /// The path of its file.
  public let path: String
  /// What is wrong with its model's file, or with what its folder says of it: then nobody knows what it was taught from. Nil
  /// where nothing is.
  public let damage: InputError?

  init(number: Int, report: TeachingReport?, path: String, damage: InputError? = nil) {
    (self.number, self.report, self.path, self.damage) = (number, report, path, damage)
  }

  /// Whether it is a model as it was given, by what its folder says of it.
  var isGiven: Bool { report == nil && damage == nil }
}
