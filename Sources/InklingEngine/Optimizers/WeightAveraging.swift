import InklingFiles

/// A mean of the weights over the steps of a training, which often generalises better than the last ones: PyTorch's
/// `torch.optim.swa_utils.AveragedModel`.
///
/// The first update takes the weights as they are. Then, after n updates:
///
///     exponential:  average = average + (1 - d) * (weights - average),   d = decay, or min(decay, (1 + n) / (10 + n))
///     mean:         average = average + (weights - average) / (n + 1)
///
/// Running statistics of batch normalisation are averaged with the rest. That is what an EMA keeps; those of an SWA are
/// measured when they are asked for (`TrainingProgram.averagedParameters(measuredOn:batches:)`), as PyTorch's
/// `update_bn`.
public struct WeightAveraging: Sendable, Equatable {
  /// How the mean weighs the steps.
  public enum Rule: Sendable, Equatable {
    /// An exponential moving average (EMA). With a warm-up the memory grows from a tenth to `decay`.
    case exponential(decay: Double, warmUp: Bool = false)
    /// Stochastic weight averaging (SWA; Izmailov et al., 2018): the plain mean.
    case mean
  }

  /// How the mean weighs the steps.
  public var rule: Rule
  /// The optimiser's step, counted from one, after which the average is first updated.
  public var firstStep: Int
  /// Steps from one update to the next: one for an EMA, an epoch's for SWA.
  public var interval: Int

  /// By default updated after every step from the first on.
  public init(_ rule: Rule, firstStep: Int = 1, interval: Int = 1) {
    self.rule = rule
    self.firstStep = firstStep
    self.interval = interval
  }

  /// Updates done before step `step`'s; nil when it makes none.
  func updates(before step: Int) -> Int? {
    step >= firstStep && (step - firstStep).isMultiple(of: interval) ? (step - firstStep) / interval : nil
  }

  /// The share of the way from the average to the weights, after `updates` updates.
  func share(after updates: Int) -> Float {
    if updates == 0 { return 1 }
    let n = Double(updates)
    switch rule {
    case .mean: return Float(1 / (n + 1))
    case .exponential(let decay, let warmUp): return Float(1 - (warmUp ? min(decay, (1 + n) / (10 + n)) : decay))
    }
  }

  func validate() throws(InputError) {
    if case .exponential(let decay, _) = rule, !(decay >= 0 && decay < 1) {
      throw InputError(
        .usage, "the average's decay is out of range", expected: "a number from 0 up to, but not including, 1",
        found: "\(decay)", remedy: "0.999 is usual")
    }
    guard firstStep >= 1, interval >= 1 else {
      throw InputError(
        .usage, "the average's steps are out of range", expected: ">= 1",
        found: "first step \(firstStep), interval \(interval)")
    }
  }
}
