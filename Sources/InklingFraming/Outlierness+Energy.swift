import InklingMathematics

extension Outlierness {
  /// The energy of one image's logits, -log Σ exp(logit): higher is less like a digit.
  ///
  /// - Precondition: at least one logit, all finite.
  public static func energy(logits: [Float]) -> Double {
    precondition(!logits.isEmpty, "the energy of no logits")
    let largest = logits.reduce(-Double.infinity) { max($0, Double($1)) }
    return -(largest + Elementary.logarithm(logits.reduce(0) { $0 + Elementary.exponential(Double($1) - largest) }))
  }
}
