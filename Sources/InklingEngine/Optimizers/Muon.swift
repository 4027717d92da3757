public import InklingFiles
import InklingKernelInterface

/// Muon (Jordan et al., 2024), with the formula and defaults of PyTorch's `torch.optim.Muon`, in float32 throughout.
///
/// A weight of two or more dimensions is taken as the matrix `[outputs, everything else]`:
///
///     m = m + (1 - momentum) * (g - m),   u = nesterov ? g + momentum * (m - g) : m
///     X = u / max(|u|, epsilon), then `steps` times  A = X Xᵀ,  X = a X + (b A + c A²) X
///     w = w * (1 - learningRate * weightDecay) - learningRate * scale * X
///
/// where (a, b, c) = (3.4445, -4.7750, 2.0315) brings all singular values near one, and the scale is
/// `sqrt(max(1, rows / columns))`, or `0.2 * sqrt(max(rows, columns))` to match Adam's step.
///
/// Biases and the parameters of normalisation take Adam's step, by default AdamW's, at `learningRate * vectorRateScale`
/// and with the same weight decay (`vectors.weightDecay` counts for nothing).
public struct Muon: Optimizer, Equatable {
  /// What the step is multiplied by.
  public enum Scaling: String, Sendable, Codable, CaseIterable {
    /// `sqrt(max(1, rows / columns))`.
    case original
    /// `0.2 * sqrt(max(rows, columns))`: a step as large as Adam's usual one.
    case matchRMSAdamW = "match_rms_adamw"
  }

  /// The step size, at least 0; 0.001 by default.
  public var learningRate: Float
  /// The weights are multiplied by `1 - learningRate * weightDecay` in every step: at least 0; 0.1 by default.
  public var weightDecay: Float
  /// The mean's memory, in `0 ..< 1`; 0.95 by default.
  public var momentum: Double
  /// Whether the step looks ahead with Nesterov's momentum; true by default.
  public var nesterov: Bool
  /// The least norm that u is divided by, at least 0; 1e-7 by default.
  public var epsilon: Double
  /// Of Newton and Schulz's iteration.
  public var steps: Int
  /// What the step is multiplied by; the original scale by default.
  public var scaling: Scaling
  /// The rule for what is no matrix; its rate is `learningRate * vectorRateScale` instead of its own.
  public var vectors: Adam
  /// What the rate of biases and normalisation is of `learningRate`, at least 0; 1 by default.
  public var vectorRateScale: Float

  /// With PyTorch's defaults for matrices, and AdamW's rule for all else.
  public init(
    learningRate: Float = 0.001, weightDecay: Float = 0.1, momentum: Double = 0.95, nesterov: Bool = true,
    epsilon: Double = 1e-7, steps: Int = 5, scaling: Scaling = .original,
    vectors: Adam = Adam(decoupledWeightDecay: true), vectorRateScale: Float = 1
  ) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.nesterov = nesterov
    self.epsilon = epsilon
    self.steps = steps
    self.scaling = scaling
    self.vectors = vectors
    self.vectorRateScale = vectorRateScale
  }

  /// The momentum.
  public var cycledMomentum: Double? {
    get { momentum }
    set { momentum = newValue ?? momentum }
  }

  /// m of a matrix, PyTorch's "momentum_buffer"; of all else the states of `vectors`.
  public var states: OptimizerStates {
    var states = vectors.states
    states.matrix = .momentumBuffer
    return states
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number out of its range, or for `vectors` that Adam cannot use.
  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "Muon")
    try check.rates(self)
    try check.share(momentum, "momentum")
    try check.notNegative(epsilon, "epsilon")
    try check.require((1...100).contains(steps), "number of steps", "1 to 100", "\(steps)")
    try check.notNegative(Double(vectorRateScale), "rate of vectors")
    try vectors.validate("Muon's rule for vectors")
  }

  struct Rule: Sendable {
    var momentum = StepNumbers()
    var learningRate: Double = 0
    var keep: Float = 1
    var epsilon: Double = 0
    var steps = 5
    var scaling = Scaling.original
  }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var rule = Rule()
    rule.momentum.firstShare = Float(1 - momentum)
    rule.momentum.momentum = Float(momentum)
    rule.momentum.isNesterov = nesterov
    rule.learningRate = Double(step.learningRate)
    rule.keep = Float(1 - Double(step.learningRate) * Double(step.weightDecay))
    rule.epsilon = epsilon
    rule.steps = steps
    rule.scaling = scaling
    let vector = OptimizerStep(
      number: step.number, learningRate: step.learningRate * vectorRateScale, weightDecay: step.weightDecay,
      product: step.product)
    return OptimizerRule(vectors.numbers(vector), matrix: rule) { $0.adam($1, $2) }
  }
}
