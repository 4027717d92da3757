/// What came of teaching a model: before and after, on the same images.
package struct TeachingOutcome: Sendable, Equatable {
  /// What one of the two got right.
  package struct Side: Sendable, Equatable {
    package var right: Int
    /// The 95 % interval of its accuracy.
    package var low: Double
    package var high: Double

    package init(right: Int, low: Double, high: Double) {
      self.right = right
      self.low = low
      self.high = high
    }
  }

  /// Both on one set of images.
  package struct Row: Sendable, Equatable {
    /// "corrections", those that were held out, or "test".
    package var set: String
    package var images: Int
    package var before: Side
    package var after: Side
    /// Images that were read right before and no longer are.
    package var lost: Int
    /// Images that were read wrong before and are right now.
    package var won: Int
    /// McNemar's exact test: how likely so large a difference of the two is if there is none.
    package var probability: Double

    package init(
      set: String, images: Int, before: Side, after: Side, lost: Int, won: Int, probability: Double
    ) {
      self.set = set
      self.images = images
      self.before = before
      self.after = after
      self.lost = lost
      self.won = won
      self.probability = probability
    }
  }

  package var rows: [Row]
  /// By how much its accuracy on the test set may fall and still be called not worse.
  package var margin: Double
  package var isNotWorse: Bool
  /// Corrections that it was taught, without those held out.
  package var corrections: Int
  /// Training images that were mixed in.
  package var replayed: Int
  /// The share of the new weights in the mean with those before.
  package var weightShare: Double
  package var seconds: Double
  /// Why it is used, or is not, in a sentence; and what else a person should know.
  package var notes: [String]

  package init(
    rows: [Row], margin: Double, isNotWorse: Bool, corrections: Int, replayed: Int, weightShare: Double = 1,
    seconds: Double,
    notes: [String] = []
  ) {
    self.rows = rows
    self.margin = margin
    self.isNotWorse = isNotWorse
    self.corrections = corrections
    self.replayed = replayed
    self.weightShare = weightShare
    self.seconds = seconds
    self.notes = notes
  }
}
