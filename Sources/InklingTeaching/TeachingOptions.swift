package import InklingFiles

/// How a model is taught.
public struct TeachingOptions: Sendable, Equatable {
  /// The data set whose training images are shown again beside the corrections, by its name or path; nil for the one that
  /// the model was trained on where it is on the disk, or else the digits that the program draws.
  public var replay: String?
  /// The only data folder to look into; nil for the search path.
  public var dataFolder: String?
  /// What all that is random follows from.
  public var seed: UInt64 = 0
  /// How many images are shown in all, corrections and replayed ones together: what bounds the time.
  public var images = 12_800
  /// The share of the images that are corrections.
  public var share = 0.1
  /// How often one correction is shown at most, each time a little otherwise.
  public var mostRepeats = 100
  /// The largest rate of learning. Much is learned, and then the mean with the weights before taken: with a smaller rate and all
  /// of the new weights as much is learned, and more forgotten.
  public var learningRate = 0.001
  /// How much of what was learned is taken, above 0 and at most 1: the model after is the mean of the weights before and those
  /// that learned, with this share of the latter. Nil chooses it (see `WeightInterpolation`).
  public var weightShare: Double?
  /// By how much the accuracy on the test set may fall, 0...1. The default, 0.1 points, is ten of MNIST's 10,000 test
  /// images: less than one and the same network differs between two seeds of its training.
  public var margin = 0.001
  /// Whether the taught model is taken whatever the test set says.
  public var isForced = false
  /// The most corrections that are used, the newest.
  public var mostCorrections = 10_000
  /// After so many seconds it is given up; nil lets it run.
  public var secondsLimit: Double? = 600
  /// How many threads compute; nil takes the processors. They change the time, never the weights.
  public var threads: Int?

  /// The defaults.
  public init() {}

  /// - Throws: `InputError` of kind `.usage` for a number out of its range.
  package func check() throws(InputError) {
    try Self.require("number of images", (64...1_000_000).contains(images), "64 to 1,000,000", "\(images)")
    try Self.require("share of corrections", share > 0 && share <= 0.9, "above 0, at most 0.9", "\(share)")
    try Self.require("number of repeats", (1...10_000).contains(mostRepeats), "1 to 10,000", "\(mostRepeats)")
    try Self.require(
      "learning rate", learningRate > 0 && learningRate <= 1, "above 0, at most 1", "\(learningRate)")
    if let weightShare {
      try Self.require(
        "share of new weights", weightShare > 0 && weightShare <= 1, "above 0, at most 1", "\(weightShare)")
    }
    try Self.require("margin", margin >= 0 && margin <= 1, "0 to 1", "\(margin)")
    try Self.require(
      "number of corrections", (1...1_000_000).contains(mostCorrections), "1 to 1,000,000", "\(mostCorrections)")
    if let secondsLimit {
      try Self.require("limit of time", secondsLimit > 0, "above 0 seconds", "\(secondsLimit)")
    }
  }

  private static func require(
    _ name: String, _ isRight: Bool, _ expected: String, _ found: String
  ) throws(InputError) {
    guard !isRight else { return }
    throw InputError(.usage, "the \(name) of a teaching is out of range", expected: expected, found: found)
  }
}
