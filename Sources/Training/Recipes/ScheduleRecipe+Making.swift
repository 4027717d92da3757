import Inkling

extension ScheduleRecipe {
  /// The schedule over the optimiser's steps; nil for a constant rate.
  ///
  /// - Parameters:
  ///   - steps: of the optimiser in the whole run.
  ///   - stepsPerEpoch: of the optimiser.
  ///   - learningRate: the optimiser's own, from which one_cycle takes its peak unless it has one.
  func make(steps: Int, stepsPerEpoch: Int, learningRate: Double) -> (any Schedule)? {
    let length = interval == .step ? steps : (steps + stepsPerEpoch - 1) / stepsPerEpoch
    let rise = warmUp.map {
      $0.interval == interval ? $0.length : $0.interval == .epoch ? $0.length * stepsPerEpoch : 0
    }
    // What follows a warm-up has what is left of the run.
    let rest = max(1, length - (rise ?? 0))
    guard let main = main(length: rest, learningRate: learningRate) else {
      return warmUp.map { SequentialLR.constant(warmUp: $0.steps(stepsPerEpoch), startFactor: $0.startFactor) }
    }
    let stepwise = interval == .epoch ? EpochSchedule(main, stepsPerEpoch: stepsPerEpoch) : main
    guard let warmUp else { return stepwise }
    return SequentialLR.warmUp(steps: warmUp.steps(stepsPerEpoch), startFactor: warmUp.startFactor, then: stepwise)
  }

  /// What the finished epochs do to the rate.
  ///
  /// - Parameters:
  ///   - learningRate: before the first.
  ///   - isValidated: whether images are held out; then their loss is watched, unless the recipe names something else.
  func plateauRule(learningRate: Double, isValidated: Bool) -> PlateauRule? {
    guard name == .reduceOnPlateau else { return nil }
    return PlateauRule(
      ReduceLROnPlateau(
        learningRate: learningRate, factor: number("factor") ?? 0.1, patience: count("patience") ?? 10,
        threshold: number("threshold") ?? 1e-4,
        thresholdMode: values["threshold_mode"] == .word("abs") ? .abs : .rel, cooldown: count("cooldown") ?? 0,
        minLR: number("min_lr") ?? 0, epsilon: number("eps") ?? 1e-8),
      monitor: monitor ?? (isValidated ? .validationLoss : .trainingLoss))
  }

  private func main(length: Int, learningRate: Double) -> (any Schedule)? {
    let etaMin = number("eta_min") ?? 0
    switch name {
    case .constant, .reduceOnPlateau: return nil
    case .step: return StepLR(stepSize: count("step_size") ?? length, gamma: number("gamma") ?? 0.1)
    case .multiStep: return MultiStepLR(milestones: milestones, gamma: number("gamma") ?? 0.1)
    case .exponential: return ExponentialLR(gamma: number("gamma") ?? 1)
    case .cosine: return CosineAnnealingLR(tMax: count("t_max") ?? length, etaMin: etaMin)
    case .cosineWarmRestarts:
      return CosineAnnealingWarmRestarts(t0: count("t_0") ?? length, tMult: count("t_mult") ?? 1, etaMin: etaMin)
    case .linear:
      return LinearLR(
        startFactor: number("start_factor") ?? 1, endFactor: number("end_factor") ?? 0,
        totalIters: count("total_iters") ?? length)
    case .polynomial: return PolynomialLR(totalIters: count("total_iters") ?? length, power: number("power") ?? 1)
    case .oneCycle: return oneCycle(length, learningRate)
    }
  }

  private func oneCycle(_ length: Int, _ learningRate: Double) -> OneCycleLR {
    OneCycleLR(
      maxLR: number("max_lr") ?? learningRate, totalSteps: length, pctStart: number("pct_start") ?? 0.3,
      annealing: values["anneal_strategy"] == .word("linear") ? .linear : .cos, cycleMomentum: flag("cycle_momentum"),
      baseMomentum: number("base_momentum") ?? 0.85, maxMomentum: number("max_momentum") ?? 0.95,
      divFactor: number("div_factor") ?? 25, finalDivFactor: number("final_div_factor") ?? 1e4,
      threePhase: flag("three_phase"))
  }
}

extension ScheduleRecipe.WarmUp {
  func steps(_ stepsPerEpoch: Int) -> Int { interval == .epoch ? length * stepsPerEpoch : length }
}
