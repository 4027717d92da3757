import Files

/// Stochastic gradient descent with momentum, as PyTorch's `torch.optim.SGD`:
///
///     g = gradient + weightDecay * w
///     v = momentum * v + (1 - dampening) * g     (v = g in the first step)
///     w = w - learningRate * (nesterov ? g + momentum * v : v)
public struct SGD: Sendable, Equatable {
  public var learningRate: Float
  /// In `0 ..< 1`.
  public var momentum: Float
  public var dampening: Float
  public var weightDecay: Float
  /// Needs a momentum and no dampening.
  public var nesterov: Bool

  public init(
    learningRate: Float = 0.001, momentum: Float = 0, dampening: Float = 0, weightDecay: Float = 0,
    nesterov: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.nesterov = nesterov
  }

  /// - Throws: `InputError` (usage) for a value that no step can use.
  package func validate() throws(InputError) {
    func require(_ holds: Bool, _ name: String, _ expected: String, _ found: Float) throws(InputError) {
      if !holds {
        throw InputError(.usage, "SGD cannot use this \(name)", expected: expected, found: "\(found)")
      }
    }
    try require(learningRate.isFinite && learningRate >= 0, "learning rate", "a finite number >= 0", learningRate)
    try require(momentum.isFinite && momentum >= 0, "momentum", "a finite number >= 0", momentum)
    try require(dampening.isFinite, "dampening", "a finite number", dampening)
    try require(weightDecay.isFinite && weightDecay >= 0, "weight decay", "a finite number >= 0", weightDecay)
    if nesterov { try require(momentum > 0 && dampening == 0, "momentum", "> 0, without dampening", momentum) }
  }

  /// The numbers of one step.
  struct Rule {
    var learningRate: Float = 0
    var momentum: Float = 0
    var share: Float = 1
    var weightDecay: Float = 0
    var nesterov = false
  }

  /// - Parameter isFirst: whether no step was taken yet: the velocity then starts as the undamped gradient.
  func rule(isFirst: Bool) -> Rule {
    Rule(
      learningRate: learningRate, momentum: momentum, share: isFirst ? 1 : 1 - dampening, weightDecay: weightDecay,
      nesterov: nesterov)
  }
}
