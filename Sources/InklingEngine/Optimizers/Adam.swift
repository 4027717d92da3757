public import InklingFiles
import InklingKernelInterface
import InklingMathematics

/// Adam (Kingma and Ba, 2015), and AMSGrad (Reddi, Kale and Kumar, 2018), as PyTorch's `torch.optim.Adam`:
///
///     g = gradient + weightDecay * w
///     m = beta1 * m + (1 - beta1) * g,   v = beta2 * v + (1 - beta2) * g²
///     w = w - learningRate / (1 - beta1ᵗ) * m / (sqrt(v / (1 - beta2ᵗ)) + epsilon)
///
/// With `amsgrad` the largest v so far takes v's place. With `decoupledWeightDecay` the weights are multiplied by
/// `1 - learningRate * weightDecay` first, and the gradient stays as it is: `AdamW`.
public struct Adam: Optimizer, Equatable {
  /// The step size, at least 0; 0.001 by default.
  public var learningRate: Float
  /// The means' memories, each in `0 ..< 1`; doubles, because `1 - beta2` is what counts.
  public var betas: (Double, Double) {
    get { (beta1, beta2) }
    set { (beta1, beta2) = newValue }
  }
  /// Added to the root, at least 0; 1e-8 by default.
  public var epsilon: Double
  /// Added to the gradient as `weightDecay * w`, or taken off the weights (`decoupledWeightDecay`); 0 by default.
  public var weightDecay: Float
  /// Whether the largest v so far takes v's place; false by default.
  public var amsgrad: Bool
  /// Whether weight decay works on the weights themselves; false by default.
  public var decoupledWeightDecay: Bool
  private var beta1: Double
  private var beta2: Double

  /// With PyTorch's defaults.
  public init(
    learningRate: Float = 0.001, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Float = 0, amsgrad: Bool = false, decoupledWeightDecay: Bool = false
  ) {
    self.learningRate = learningRate
    (beta1, beta2) = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.amsgrad = amsgrad
    self.decoupledWeightDecay = decoupledWeightDecay
  }

  /// The first beta.
  public var cycledMomentum: Double? {
    get { beta1 }
    set { beta1 = newValue ?? beta1 }
  }

  /// m and v, and with `amsgrad` the largest v: PyTorch's "exp_avg", "exp_avg_sq" and "max_exp_avg_sq".
  public var states: OptimizerStates { OptimizerStates(.expAvg, .expAvgSq, amsgrad ? .maxExpAvgSq : nil) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite, or a beta that is not below 1.
  public func validate() throws(InputError) { try validate("Adam") }

  func validate(_ name: String) throws(InputError) {
    let check = OptimizerCheck(name: name)
    try check.rates(self)
    try check.share(beta1, "first beta")
    try check.share(beta2, "second beta")
    try check.notNegative(epsilon, "epsilon")
  }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule { OptimizerRule(numbers(step)) { $0.adam($1, $2) } }

  func numbers(_ step: OptimizerStep) -> StepNumbers {
    var numbers = StepNumbers()
    let rate = Double(step.learningRate)
    if decoupledWeightDecay {
      numbers.keep = Float(1 - rate * Double(step.weightDecay))
    } else {
      numbers.weightDecay = step.weightDecay
    }
    numbers.firstShare = Float(1 - beta1)
    numbers.secondKeep = Float(beta2)
    numbers.secondShare = Float(1 - beta2)
    numbers.rate = Float(rate / (1 - Elementary.power(beta1, step.number)))
    numbers.rootScale = Float(1 / (1 - Elementary.power(beta2, step.number)).squareRoot())
    numbers.epsilon = Float(epsilon)
    numbers.keepsLargest = amsgrad
    return numbers
  }
}
