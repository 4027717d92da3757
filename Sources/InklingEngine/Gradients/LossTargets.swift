/// What a loss compares a batch's outputs with: one answer for each image, in order.
public enum LossTargets: Sendable, Equatable {
  /// A class each.
  case labels([UInt8])
  /// `[N, outputs]` row-major.
  case numbers([Float])
  case sequences(LabelSequences)
}
