// The numbers of one step of each optimiser: whatever depends on the step alone is worked out before, in Double.

/// Adam, AMSGrad and AdamW, with m in the first memory, v in the second and the largest v in the third:
///
///     w = keep * w,  g = g + weightDecay * w
///     m = m + firstShare * (g - m),  v = secondKeep * v + secondShare * g * g
///     w = w - rate * m / (rootScale * sqrt(v) + epsilon)
package struct AdamStep: Sendable {
  package var keep: Float = 1
  package var weightDecay: Float = 0
  package var firstShare: Float = 0
  package var secondKeep: Float = 0
  package var secondShare: Float = 0
  package var rate: Float = 0
  /// NAdam's second term: the gradient's own rate.
  package var gradientRate: Float = 0
  package var rootScale: Float = 1
  package var epsilon: Float = 0
  /// Whether the largest v so far takes v's place (AMSGrad).
  package var keepsLargest = false

  package init() {}
}

/// RMSprop, with the mean square in the first memory, the momentum in the second and the mean in the third.
package struct RMSpropStep: Sendable {
  package var weightDecay: Float = 0
  package var keep: Float = 0
  package var share: Float = 0
  package var epsilon: Float = 0
  package var momentum: Float = 0
  package var rate: Float = 0
  package var isCentered = false

  package init() {}
}

/// Adagrad, with the sum of squares in the first memory.
package struct AdagradStep: Sendable {
  package var weightDecay: Float = 0
  package var epsilon: Float = 0
  package var rate: Float = 0
  /// Zero, but in the first step: what the sum starts from.
  package var initialSum: Float = 0

  package init() {}
}

/// Adadelta, with the mean square of the gradients in the first memory and that of the steps in the second.
package struct AdadeltaStep: Sendable {
  package var weightDecay: Float = 0
  package var keep: Float = 0
  package var share: Float = 0
  package var epsilon: Float = 0
  package var rate: Float = 0

  package init() {}
}

/// Lion, with the momentum in the first memory.
package struct LionStep: Sendable {
  package var keep: Float = 1
  /// One minus the first and the second beta.
  package var updateShare: Float = 0
  package var momentumShare: Float = 0
  package var rate: Float = 0

  package init() {}
}

/// Muon's momentum, in the first memory: `m = m + share * (g - m)`, and the gradient's place receives m, or with Nesterov
/// `g + momentum * (m - g)`.
package struct MuonMomentum: Sendable {
  package var share: Float = 0
  package var momentum: Float = 0
  package var nesterov = true

  package init() {}
}
