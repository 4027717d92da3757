import InklingEngine

extension ScheduleRecipe {
  /// The schedule over the optimiser's steps; nil for a constant rate.
  ///
  /// - Parameters:
  ///   - steps: of the optimiser in the whole run.
  ///   - stepsPerEpoch: of the optimiser.
  ///   - learningRate: the optimiser's own, from which one_cycle takes its peak unless it has one.
  func make(steps: Int, stepsPerEpoch: Int, learningRate: Double) -> (any Schedule)? {
    let rise = warmUp?.steps(stepsPerEpoch) ?? 0
    let unit = interval == .step ? 1 : stepsPerEpoch
    // What follows a warm-up has what is left of the run; an epoch that is warmed up in part is its first.
    let taken = rise / unit
    let rest = max(1, (steps + unit - 1) / unit - taken)
    guard let main = main(length: rest, after: taken, learningRate: learningRate) else {
      return warmUp.map { SequentialLR.constant(warmUp: rise, startFactor: $0.startFactor) }
    }
    let stepwise =
      interval == .epoch ? EpochSchedule(main, stepsPerEpoch: stepsPerEpoch, firstStep: rise % stepsPerEpoch) : main
    return warmUp.map { SequentialLR.warmUp(steps: rise, startFactor: $0.startFactor, then: stepwise) } ?? stepwise
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

  /// - Parameters:
  ///   - length: steps or epochs that are left to it.
  ///   - taken: those before it.
  private func main(length: Int, after taken: Int, learningRate: Double) -> (any Schedule)? {
    let etaMin = number("eta_min") ?? 0
    switch name {
    case .constant, .reduceOnPlateau: return nil
    case .step: return StepLR(stepSize: count("step_size") ?? length, gamma: number("gamma") ?? 0.1)
    // The only lengths that count from the run's beginning.
    case .multiStep:
      return MultiStepLR(milestones: milestones.map { max(0, $0 - taken) }, gamma: number("gamma") ?? 0.1)
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
