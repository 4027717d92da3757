/// What a model is taught with.
public struct TeachingPlan: Sendable, Equatable, Codable {
  /// Corrections that are learned from.
  public var taught: Int
  /// Corrections that are held out, and never learned from. Of few all are, in turn (`isCrossSplit`).
  public var heldOut: Int
  /// Whether there were too few to hold some out for good: then two models learned from one half each and answered the other
  /// half, and the taught model has learned from all.
  public var isCrossSplit: Bool
  /// Corrections that could not be used: of classes that the model does not know, or pictures of another size.
  public var leftOut: Int
  /// Images that are shown again beside them.
  public var replayed: Int
  /// The data set that these come from: "mnist".
  public var replay: String
  /// What a person should know of that, each in one sentence.
  public var notes: [String]

  private enum CodingKeys: String, CodingKey {
    case taught, replayed, replay, notes
    case heldOut = "held_out"
    case isCrossSplit = "cross_split"
    case leftOut = "left_out"
  }
}
