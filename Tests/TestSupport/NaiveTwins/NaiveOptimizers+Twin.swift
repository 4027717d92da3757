public import InklingEngine

/// The twin with an optimiser's settings, for an array that is treated as a vector.
public func naiveTwin(of optimizer: any Optimizer) -> any NaiveOptimizer {
  let (rate, decay) = (Double(optimizer.learningRate), Double(optimizer.weightDecay))
  switch optimizer {
  case let o as SGD:
    return NaiveSGD(
      learningRate: rate, momentum: Double(o.momentum), dampening: Double(o.dampening), weightDecay: decay,
      nesterov: o.nesterov)
  case let o as Adam:
    return NaiveAdam(
      learningRate: rate, betas: o.betas, epsilon: o.epsilon, weightDecay: decay, decoupled: o.decoupledWeightDecay,
      amsgrad: o.amsgrad)
  case let o as AdamW:
    return NaiveAdam(
      learningRate: rate, betas: o.betas, epsilon: o.epsilon, weightDecay: decay, decoupled: true, amsgrad: o.amsgrad)
  case let o as NAdam:
    return NaiveAdam(
      learningRate: rate, betas: o.betas, epsilon: o.epsilon, weightDecay: decay, decoupled: o.decoupledWeightDecay,
      momentumDecay: o.momentumDecay)
  case let o as Muon:
    return NaiveAdam(
      learningRate: rate * Double(o.vectorRateScale), betas: o.vectors.betas, epsilon: o.vectors.epsilon,
      weightDecay: decay, decoupled: o.vectors.decoupledWeightDecay)
  default: return adaptiveTwin(of: optimizer, rate, decay)
  }
}

private func adaptiveTwin(of optimizer: any Optimizer, _ rate: Double, _ decay: Double) -> any NaiveOptimizer {
  switch optimizer {
  case let o as RMSprop:
    var twin = NaiveRMSprop()
    (twin.learningRate, twin.alpha, twin.epsilon, twin.weightDecay) = (rate, o.alpha, o.epsilon, decay)
    (twin.momentum, twin.centered) = (o.momentum, o.centered)
    return twin
  case let o as Adagrad:
    var twin = NaiveAdagrad()
    (twin.learningRate, twin.learningRateDecay, twin.weightDecay) = (rate, o.learningRateDecay, decay)
    (twin.initialAccumulatorValue, twin.epsilon) = (o.initialAccumulatorValue, o.epsilon)
    return twin
  case let o as Adadelta:
    var twin = NaiveAdadelta()
    (twin.learningRate, twin.rho, twin.epsilon, twin.weightDecay) = (rate, o.rho, o.epsilon, decay)
    return twin
  case let o as Lion:
    var twin = NaiveLion()
    (twin.learningRate, twin.betas, twin.weightDecay) = (rate, o.betas, decay)
    return twin
  default: preconditionFailure("\(optimizer) has no twin")
  }
}
