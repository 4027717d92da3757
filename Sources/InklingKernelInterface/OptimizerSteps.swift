// The numbers of one step of each optimiser: whatever depends on the step alone is worked out before, in Double.

/// Adam, AMSGrad and AdamW, with m in the first memory, v in the second and the largest v in the third:
///
///     w = keep * w,  g = g + weightDecay * w
///     m = m + firstShare * (g - m),  v = secondKeep * v + secondShare * g * g
///     w = w - rate * m / (rootScale * sqrt(v) + epsilon)
public struct AdamStep: Sendable {
  public var keep: Float = 1
  public var weightDecay: Float = 0
  public var firstShare: Float = 0
  public var secondKeep: Float = 0
  public var secondShare: Float = 0
  public var rate: Float = 0
  /// NAdam's second term: the gradient's own rate.
  public var gradientRate: Float = 0
  public var rootScale: Float = 1
  public var epsilon: Float = 0
  /// Whether the largest v so far takes v's place (AMSGrad).
  public var keepsLargest = false

  public init() {}
}

/// RMSprop, with the mean square in the first memory, the momentum in the second and the mean in the third.
public struct RMSpropStep: Sendable {
  public var weightDecay: Float = 0
  public var keep: Float = 0
  public var share: Float = 0
  public var epsilon: Float = 0
  public var momentum: Float = 0
  public var rate: Float = 0
  public var isCentered = false

  public init() {}
}

/// Adagrad, with the sum of squares in the first memory.
public struct AdagradStep: Sendable {
  public var weightDecay: Float = 0
  public var epsilon: Float = 0
  public var rate: Float = 0
  /// Zero, but in the first step: what the sum starts from.
  public var initialSum: Float = 0

  public init() {}
}

/// Adadelta, with the mean square of the gradients in the first memory and that of the steps in the second.
public struct AdadeltaStep: Sendable {
  public var weightDecay: Float = 0
  public var keep: Float = 0
  public var share: Float = 0
  public var epsilon: Float = 0
  public var rate: Float = 0

  public init() {}
}

/// Lion, with the momentum in the first memory.
public struct LionStep: Sendable {
  public var keep: Float = 1
  /// One minus the first and the second beta.
  public var updateShare: Float = 0
  public var momentumShare: Float = 0
  public var rate: Float = 0

  public init() {}
}

/// Muon's momentum, in the first memory: `m = m + share * (g - m)`, and the gradient's place receives m, or with Nesterov
/// `g + momentum * (m - g)`.
public struct MuonMomentum: Sendable {
  public var share: Float = 0
  public var momentum: Float = 0
  public var nesterov = true

  public init() {}
}
