import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// What no golden shows: other options, ends, epochs, momentum and refusals.
@Suite struct ScheduleTests {
  private func expect(_ found: Double?, _ expected: Double, _ location: SourceLocation = #_sourceLocation) {
    #expect(abs((found ?? .nan) - expected) <= 1e-12 * abs(expected) + 1e-18, sourceLocation: location)
  }

  @Test func constant() {
    let schedule = ConstantLR(factor: 0.5, totalIters: 2)
    #expect(schedule.learningRates(4, base: 0.1) == [0.05, 0.05, 0.1, 0.1])
    #expect(ConstantLR(factor: 1, totalIters: 0).learningRate(0, base: 0.3) == 0.3)
  }

  /// PyTorch's recurrence goes on up after the lowest point, as the cosine does.
  @Test func cosineGoesOnAfterItsEnd() {
    let schedule = CosineAnnealingLR(tMax: 7, etaMin: 0.02)
    for step in 0...60 {
      expect(schedule.learningRate(step, base: 0.5), 0.02 + 0.48 * (1 + naiveCosine(ofPiTimes: Double(step) / 7)) / 2)
    }
  }

  @Test func cosineStartsAnew() {
    let schedule = CosineAnnealingWarmRestarts(t0: 3, tMult: 2)
    // Cycles of 3, 6 and 12 steps.
    for first in [0, 3, 9, 21] { #expect(schedule.learningRate(first, base: 0.5) == 0.5) }
    expect(schedule.learningRate(6, base: 0.5), 0.25)
    expect(schedule.learningRate(15, base: 0.5), 0.25)
    let equal = CosineAnnealingWarmRestarts(t0: 4)
    #expect(equal.learningRate(402, base: 1) == equal.learningRate(2, base: 1))
  }

  @Test func polynomialWithARealPower() {
    let schedule = PolynomialLR(totalIters: 4, power: 0.5)
    expect(schedule.learningRate(0, base: 0.2), 0.2)
    expect(schedule.learningRate(3, base: 0.2), 0.1)
    #expect(schedule.learningRate(4, base: 0.2) == 0 && schedule.learningRate(9, base: 0.2) == 0)
  }

  /// Figures of PyTorch's documentation: the peak after the first phase, and a last rate far below the first.
  @Test func oneCycle() {
    let schedule = OneCycleLR(maxLR: 0.4, totalSteps: 101, pctStart: 0.5, divFactor: 10, finalDivFactor: 100)
    expect(schedule.learningRate(0, base: 7), 0.04)
    // The peak lies between two steps, at 49.5.
    #expect(schedule.learningRate(49, base: 7) < 0.4 && schedule.learningRate(50, base: 7) < 0.4)
    #expect(schedule.learningRate(49, base: 7) > 0.3998 && schedule.learningRate(50, base: 7) > 0.3998)
    expect(schedule.learningRate(100, base: 7), 0.0004)
    expect(schedule.learningRate(1000, base: 7), 0.0004)
    expect(schedule.momentum(0), 0.95)
    expect(schedule.momentum(100), 0.95)
    #expect(schedule.momentum(50) ?? 1 < 0.8501)
    #expect(OneCycleLR(maxLR: 1, totalSteps: 5, cycleMomentum: false).momentum(2) == nil)
  }

  @Test func oneCycleInThreePhases() {
    let schedule = OneCycleLR(
      maxLR: 1, totalSteps: 50, pctStart: 0.3, annealing: .linear, divFactor: 10, finalDivFactor: 10, threePhase: true)
    // Ends of phases: 0.3 * 50 - 1 = 14, 2 * 0.3 * 50 - 2 = 28, 49.
    expect(schedule.learningRate(14, base: 0), 1)
    expect(schedule.learningRate(28, base: 0), 0.1)
    expect(schedule.learningRate(21, base: 0), 0.55)
    expect(schedule.learningRate(49, base: 0), 0.01)
    expect(schedule.momentum(14), 0.85)
    expect(schedule.momentum(28), 0.95)
    expect(schedule.momentum(40), 0.95)
  }

  @Test func warmUpThenConstant() {
    let schedule = SequentialLR.constant(warmUp: 4, startFactor: 0.2)
    for (step, rate) in [0.02, 0.04, 0.06, 0.08, 0.1, 0.1].enumerated() {
      expect(schedule.learningRate(step, base: 0.1), rate)
    }
  }

  @Test func aRateForAWholeEpoch() {
    let schedule = EpochSchedule(ExponentialLR(gamma: 0.5), stepsPerEpoch: 3)
    #expect(schedule.learningRates(7, base: 1) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25])
    let cycle = EpochSchedule(OneCycleLR(maxLR: 1, totalSteps: 10), stepsPerEpoch: 4)
    #expect(cycle.momentum(7) == OneCycleLR(maxLR: 1, totalSteps: 10).momentum(1))
  }

  @Test func optimizersFollow() throws {
    let schedule = OneCycleLR(maxLR: 0.4, totalSteps: 10)
    var (sgd, adam, adagrad) = (SGD(), Adam(), Adagrad())
    sgd.follow(schedule, step: 2, base: 0)
    adam.follow(schedule, step: 2, base: 0)
    adagrad.follow(schedule, step: 2, base: 0)
    let (rate, momentum) = (Float(schedule.learningRate(2, base: 0)), schedule.momentum(2))
    #expect(sgd.learningRate == rate && adam.learningRate == rate && adagrad.learningRate == rate)
    #expect(momentum != nil && sgd.momentum == momentum.map { Float($0) } && adam.betas.0 == momentum)
    sgd.follow(StepLR(stepSize: 1), step: 1, base: 0.5)
    #expect(sgd.learningRate == 0.05 && sgd.momentum == momentum.map { Float($0) })
  }

  @Test func aProgramFollowsByItsOwnSteps() throws {
    let model = try TrainingModel("small", [Conv2d(1, 2, kernelSize: 3)], input: [1, 5, 5])
    let program = try model.program(.portable, updates: UpdateOptions(accumulationSteps: 2))
    var rates: [Float] = []
    for step in 0..<5 {
      program.follow(ExponentialLR(gamma: 0.5), base: 1)
      rates.append(program.optimizer.learningRate)
      program.train(model.data, steps: step..<step + 1, size: 10)
    }
    #expect(rates == [1, 1, 0.5, 0.5, 0.25])
    program.follow(ExponentialLR(gamma: 0.5), base: 1, step: 3)
    #expect(program.optimizer.learningRate == 0.125)
  }

  static let wrong: [any Schedule] = [
    ConstantLR(factor: 2), StepLR(stepSize: 0), StepLR(stepSize: 1, gamma: .nan), MultiStepLR(milestones: [-1]),
    ExponentialLR(gamma: -1), CosineAnnealingLR(tMax: 0), CosineAnnealingWarmRestarts(t0: 1, tMult: 0),
    LinearLR(startFactor: 0), PolynomialLR(power: -1), OneCycleLR(maxLR: 0, totalSteps: 3),
    OneCycleLR(maxLR: 1, totalSteps: 0), OneCycleLR(maxLR: 1, totalSteps: 3, pctStart: 1.5),
    SequentialLR([], milestones: []), SequentialLR([StepLR(stepSize: 1)], milestones: [1]),
    SequentialLR([StepLR(stepSize: 1), StepLR(stepSize: 0)], milestones: [2]),
    SequentialLR([StepLR(stepSize: 1), StepLR(stepSize: 1), StepLR(stepSize: 1)], milestones: [2, 2]),
    EpochSchedule(StepLR(stepSize: 1), stepsPerEpoch: 0),
  ]

  @Test(arguments: wrong.indices)
  func whatMakesNoScheduleIsRefused(index: Int) throws {
    let error = try #require(throws: InputError.self) { try Self.wrong[index].validate() }
    #expect(error.kind == .usage)
  }
}
