/// `torch.optim.SGD` for one array of parameters θ with gradients g:
///
///     g ← g + weightDecay · θ
///     b ← g at the first step, then momentum · b + (1 - dampening) · g       (momentum ≠ 0)
///     θ ← θ - learningRate · (g + momentum · b if nesterov, else b)          (g alone without momentum)
public struct NaiveSGD: Sendable {
  public var learningRate: Double
  public var momentum: Double
  public var dampening: Double
  public var weightDecay: Double
  public var nesterov: Bool
  /// b; nil before the first step.
  public private(set) var momentumBuffer: [Double]?

  public init(
    learningRate: Double, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0, nesterov: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.nesterov = nesterov
  }

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    precondition(parameters.count == gradient.count, "\(gradient.count) gradients for \(parameters.count) parameters")
    var direction = zip(gradient, parameters).map { $0 + weightDecay * $1 }
    if momentum != 0 {
      let buffer = momentumBuffer.map { zip($0, direction).map { momentum * $0 + (1 - dampening) * $1 } } ?? direction
      momentumBuffer = buffer
      direction = nesterov ? zip(direction, buffer).map { $0 + momentum * $1 } : buffer
    }
    for place in parameters.indices { parameters[place] -= learningRate * direction[place] }
  }
}
