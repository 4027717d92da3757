/// What came of a teaching: what `inkling teach --json` prints, and a version's `report.json` holds.
public struct TeachingReport: Sendable, Equatable, Codable {
  /// SHA-256 of the weights before.
  public var base: String
  /// SHA-256 of the weights after.
  public var digest: String
  /// SHA-256 of what both make of pictures and call their classes (`TrainedModel.settingsSHA256`); nil in reports of releases
  /// that asked for the weights alone.
  public var settings: String?
  /// What it was taught with.
  public var plan: TeachingPlan
  /// How much of what was learned was taken, above 0 and at most 1: the share of the new weights in the mean with those before;
  /// nil in reports of releases that took all.
  public var weightShare: Double?
  /// On the corrections that were held out; nil where there was but one, which is learned from.
  public var heldOut: TeachingComparison?
  /// On the corrections that were learned from.
  public var taught: TeachingComparison
  /// On the test set.
  public var test: TeachingComparison
  /// By how much the accuracy on the test set might fall, 0...1.
  public var margin: Double
  /// Whether the model after is to take the place of the one before.
  public var isAccepted: Bool
  /// Why, or why not, in one sentence.
  public var reason: String
  /// What all that was random followed from.
  public var seed: UInt64
  /// Wall time of all of it, in seconds.
  public var seconds: Double
  /// When it ended, in UTC: "2026-01-31T12:00:00Z".
  public var date: String

  private enum CodingKeys: String, CodingKey {
    case base, digest, settings, plan, taught, test, margin, reason, seed, seconds, date
    case weightShare = "weight_share"
    case heldOut = "held_out"
    case isAccepted = "accepted"
  }
}
