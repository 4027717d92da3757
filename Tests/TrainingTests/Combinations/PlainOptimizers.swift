import InklingEngine
import InklingTestSupport

/// A naive optimiser whose numbers change from step to step.
protocol PlainOptimizer {
  /// - Parameters:
  ///   - decay: in place of the optimiser's own; nil keeps it.
  ///   - momentum: as a schedule cycles it; nil leaves it.
  mutating func set(rate: Double, decay: Double?, momentum: Double?)
  mutating func step(_ parameters: inout [Double], gradient: [Double])
}

enum PlainOptimizers {
  /// The optimiser of one parameter.
  static func make(_ combination: Combination, shape: [Int]) -> any PlainOptimizer {
    let options = combination.options
    func number(_ key: String, _ standard: Double) -> Double { options[key] ?? standard }
    let decay = options["weight_decay"]
    switch combination.optimizer {
    case "sgd":
      return Plain(
        NaiveSGD(
          learningRate: 0, momentum: number("momentum", 0), dampening: number("dampening", 0),
          nesterov: options["nesterov"] == 1), decay: decay ?? 0, \.learningRate, \.weightDecay, \.momentum)
    case "adam", "adamw", "nadam":
      let isDecoupled = combination.optimizer == "adamw"
      return Plain(
        NaiveAdam(
          betas: combination.betas ?? (0.9, 0.999), epsilon: number("eps", 1e-8), decoupled: isDecoupled,
          amsgrad: options["amsgrad"] == 1,
          momentumDecay: combination.optimizer == "nadam" ? number("momentum_decay", 0.004) : nil),
        decay: decay ?? (isDecoupled ? 0.01 : 0), \.learningRate, \.weightDecay, \.betas.0)
    case "rmsprop":
      var twin = NaiveRMSprop()
      (twin.alpha, twin.epsilon) = (number("alpha", 0.99), number("eps", 1e-8))
      (twin.momentum, twin.centered) = (number("momentum", 0), options["centered"] == 1)
      return Plain(twin, decay: decay ?? 0, \.learningRate, \.weightDecay, \.momentum)
    case "adagrad":
      var twin = NaiveAdagrad()
      (twin.learningRateDecay, twin.epsilon) = (number("lr_decay", 0), number("eps", 1e-10))
      twin.initialAccumulatorValue = number("initial_accumulator_value", 0)
      return Plain(twin, decay: decay ?? 0, \.learningRate, \.weightDecay, nil)
    case "adadelta":
      var twin = NaiveAdadelta()
      (twin.rho, twin.epsilon) = (number("rho", 0.9), number("eps", 1e-6))
      return Plain(twin, decay: decay ?? 0, \.learningRate, \.weightDecay, nil)
    case "lion":
      var twin = NaiveLion()
      twin.betas = combination.betas ?? (0.9, 0.99)
      return Plain(twin, decay: decay ?? 0, \.learningRate, \.weightDecay, \.betas.0)
    default: return muon(combination, shape, decay: decay ?? 0.1)
    }
  }

  private static func muon(_ combination: Combination, _ shape: [Int], decay: Double) -> any PlainOptimizer {
    let options = combination.options
    guard shape.count >= 2 else {
      var vectors = Plain(
        NaiveAdam(decoupled: true), decay: decay, \NaiveAdam.learningRate, \NaiveAdam.weightDecay, nil)
      vectors.rateScale = options["vector_rate_scale"] ?? 1
      return vectors
    }
    var twin = NaiveMuon(rows: shape[0])
    (twin.momentum, twin.nesterov) = (options["momentum"] ?? 0.95, options["nesterov"] != 0)
    (twin.steps, twin.epsilon) = (Int(options["ns_steps"] ?? 5), options["eps"] ?? 1e-7)
    twin.matchesAdam = combination.adjustment == "match_rms_adamw"
    return Plain(twin, decay: decay, \.learningRate, \.weightDecay, \.momentum)
  }

  private struct Plain<Twin: NaiveOptimizer>: PlainOptimizer {
    var twin: Twin
    let decay: Double
    let rate: WritableKeyPath<Twin, Double>
    let weightDecay: WritableKeyPath<Twin, Double>
    /// What a schedule cycles, where the rule has it.
    let momentum: WritableKeyPath<Twin, Double>?
    var rateScale = 1.0

    init(
      _ twin: Twin, decay: Double, _ rate: WritableKeyPath<Twin, Double>,
      _ weightDecay: WritableKeyPath<Twin, Double>, _ momentum: WritableKeyPath<Twin, Double>?
    ) {
      (self.twin, self.decay) = (twin, decay)
      (self.rate, self.weightDecay, self.momentum) = (rate, weightDecay, momentum)
    }

    mutating func set(rate value: Double, decay: Double?, momentum cycled: Double?) {
      twin[keyPath: rate] = value * rateScale
      twin[keyPath: weightDecay] = decay ?? self.decay
      if let momentum, let cycled { twin[keyPath: momentum] = cycled }
    }

    mutating func step(_ parameters: inout [Double], gradient: [Double]) {
      twin.step(&parameters, gradient: gradient)
    }
  }
}
