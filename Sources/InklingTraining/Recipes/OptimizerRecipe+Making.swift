import InklingEngine

extension OptimizerRecipe {
  /// The optimiser that the recipe describes.
  func make() -> any Optimizer {
    let (rate, decay) = (Float(learningRate), Float(number("weight_decay")))
    let betas = betas ?? (0.9, 0.999)
    switch name {
    case .sgd:
      return SGD(
        learningRate: rate, momentum: Float(number("momentum")), dampening: Float(number("dampening")),
        weightDecay: decay, nesterov: flag("nesterov"))
    case .adam:
      return Adam(
        learningRate: rate, betas: betas, epsilon: number("eps"), weightDecay: decay, amsgrad: flag("amsgrad"))
    case .adamw:
      return AdamW(
        learningRate: rate, betas: betas, epsilon: number("eps"), weightDecay: decay, amsgrad: flag("amsgrad"))
    case .nadam:
      return NAdam(
        learningRate: rate, betas: betas, epsilon: number("eps"), weightDecay: decay,
        momentumDecay: number("momentum_decay"))
    case .rmsprop:
      return RMSprop(
        learningRate: rate, alpha: number("alpha"), epsilon: number("eps"), weightDecay: decay,
        momentum: number("momentum"), centered: flag("centered"))
    case .adagrad:
      return Adagrad(
        learningRate: rate, learningRateDecay: number("lr_decay"), weightDecay: decay,
        initialAccumulatorValue: number("initial_accumulator_value"), epsilon: number("eps"))
    case .adadelta:
      return Adadelta(learningRate: rate, rho: number("rho"), epsilon: number("eps"), weightDecay: decay)
    case .lion: return Lion(learningRate: rate, betas: betas, weightDecay: decay)
    case .muon: return makeMuon(rate, decay)
    }
  }

  private func makeMuon(_ rate: Float, _ decay: Float) -> Muon {
    Muon(
      learningRate: rate, weightDecay: decay, momentum: number("momentum"), nesterov: flag("nesterov"),
      epsilon: number("eps"), steps: count("ns_steps") ?? 5,
      scaling: values["adjust_lr_fn"] == .word("match_rms_adamw") ? .matchRMSAdamW : .original,
      vectorRateScale: Float(number("vector_rate_scale")))
  }

  private func count(_ key: String) -> Int? { if case .count(let count)? = values[key] { count } else { nil } }
}
