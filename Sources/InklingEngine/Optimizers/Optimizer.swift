public import InklingFiles

/// A rule by which gradients change parameters, with PyTorch's names, defaults and formulas.
///
/// A value of settings alone: what it remembers of each parameter lives in the program that trains. The settings may be
/// changed between steps, as a `Schedule` does.
public protocol Optimizer: Sendable {
  /// The step size, at least 0.
  var learningRate: Float { get set }
  /// Added to the gradient as `weightDecay * w`, or, where the rule's name says so (AdamW, Lion, Muon), taken off the
  /// weights themselves as `learningRate * weightDecay * w`.
  var weightDecay: Float { get set }
  /// What `OneCycleLR` cycles: the momentum, or Adam's first beta; nil for a rule that has neither.
  var cycledMomentum: Double? { get set }
  /// What is remembered of each parameter.
  var states: OptimizerStates { get }
  /// - Throws: `InputError` (usage) for a value that no step can use.
  func validate() throws(InputError)
  /// The numbers of one step.
  func rule(_ step: OptimizerStep) -> OptimizerRule
  /// A number that goes from step to step (NAdam's product of momenta), after step `number`; it is one before the first.
  func advanced(_ product: Double, step number: Int) -> Double
}

extension Optimizer {
  /// Nil: there is nothing to cycle, and what is set is forgotten.
  public var cycledMomentum: Double? {
    get { nil }
    set {}
  }

  /// One: no number goes from step to step.
  public func advanced(_ product: Double, step number: Int) -> Double { 1 }
}

/// Which step is taken, and what may differ from one group of parameters to the next.
public struct OptimizerStep: Sendable {
  /// Counted from one.
  public let number: Int
  /// The rate of the parameter's group.
  public let learningRate: Float
  /// The weight decay of the parameter's group.
  public let weightDecay: Float
  /// What `Optimizer.advanced` made of it in this step.
  public let product: Double
}

/// What an optimiser remembers of each parameter: up to three arrays of the parameter's shape.
public struct OptimizerStates: Sendable, Equatable {
  let first: OptimizerState?
  var second: OptimizerState?
  var third: OptimizerState?
  /// What the first memory holds for a weight that is treated as a matrix; it has no other then.
  var matrix: OptimizerState?
  /// Whether a number goes from step to step (`Optimizer.advanced`).
  var keepsProduct = false

  init(_ first: OptimizerState, _ second: OptimizerState? = nil, _ third: OptimizerState? = nil) {
    self.first = first
    self.second = second
    self.third = third
  }

  /// PyTorch's names in its optimisers' `state_dict`: "exp_avg".
  public var names: [String] { [first, second, third, matrix].compactMap { $0?.rawValue } }
}

/// PyTorch's names.
enum OptimizerState: String, Sendable {
  case momentumBuffer = "momentum_buffer"
  case expAvg = "exp_avg"
  case expAvgSq = "exp_avg_sq"
  case maxExpAvgSq = "max_exp_avg_sq"
  case squareAvg = "square_avg"
  case gradAvg = "grad_avg"
  case sum
  case accDelta = "acc_delta"
}
