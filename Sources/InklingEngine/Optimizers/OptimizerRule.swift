import InklingKernelInterface

/// The numbers of one step, ready for the kernels. Made by the optimisers of this package; an optimiser of one's own
/// returns what one of them makes.
public struct OptimizerRule: Sendable {
  enum Kind: Sendable {
    case momentum(SGD.Rule)
    case adam(AdamStep)
    case nadam(AdamStep)
    case rmsprop(RMSpropStep)
    case adagrad(AdagradStep)
    case adadelta(AdadeltaStep)
    case lion(LionStep)
    /// Muon's rule for matrices, and Adam's for all else.
    case muon(Muon.Rule, AdamStep)
  }

  let kind: Kind

  /// Takes the step on parameters as they lie in memory.
  @inline(__always)
  func step(_ memory: ParameterMemory, _ kernels: KernelTable) {
    switch kind {
    case .momentum(let rule):
      kernels.momentumStep(
        MomentumStep(
          weights: memory.weights, velocity: memory.first, gradient: memory.gradient, count: memory.count,
          learningRate: rule.learningRate, momentum: rule.momentum, share: rule.share, weightDecay: rule.weightDecay,
          nesterov: rule.nesterov))
    case .adam(let step), .muon(_, let step): kernels.optimizers.adam(memory, step)
    case .nadam(let step): kernels.optimizers.nadam(memory, step)
    case .rmsprop(let step): kernels.optimizers.rmsprop(memory, step)
    case .adagrad(let step): kernels.optimizers.adagrad(memory, step)
    case .adadelta(let step): kernels.optimizers.adadelta(memory, step)
    case .lion(let step): kernels.optimizers.lion(memory, step)
    }
  }
}
