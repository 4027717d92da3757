import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

/// Clipping, accumulation and groups in whole programs, against Double.
@Suite struct UpdateOptionsTests {
  private static func model() throws -> TrainingModel {
    try TrainingModel(
      "small",
      [
        Conv2d(2, 6, kernelSize: 3, padding: 1), ReLU(), MaxPool2d(2), Conv2d(6, 5, kernelSize: 3, groups: 1), ReLU(),
        Flatten(), Linear(5 * 2 * 1, 9), ReLU(),
      ], input: [2, 9, 7])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let optimizer: any Optimizer
    let options: UpdateOptions
  }

  static let groups = [
    ParameterGroup(matching: "0.*", learningRateScale: 0.5, weightDecay: 0.2),
    ParameterGroup(matching: "*.bias", learningRateScale: 2),
  ]

  static let cases: [Case] = [
    Case(
      testDescription: "norm", optimizer: SGD(learningRate: 0.1, momentum: 0.9),
      options: UpdateOptions(clipping: GradientClipping(norm: 0.1))),
    Case(
      testDescription: "a norm that is never reached", optimizer: SGD(learningRate: 0.1),
      options: UpdateOptions(clipping: GradientClipping(norm: 1e6))),
    Case(
      testDescription: "value", optimizer: SGD(learningRate: 0.1, momentum: 0.9),
      options: UpdateOptions(clipping: GradientClipping(value: 0.01))),
    Case(
      testDescription: "accumulation", optimizer: SGD(learningRate: 0.1, momentum: 0.9),
      options: UpdateOptions(accumulationSteps: 3)),
    Case(
      testDescription: "all, with Adam", optimizer: Adam(learningRate: 0.01, weightDecay: 0.01),
      options: UpdateOptions(
        groups: groups, decaysBiasesAndNorms: false, clipping: GradientClipping(norm: 0.1, value: 0.02),
        accumulationSteps: 2)),
    Case(
      testDescription: "groups, at once", optimizer: SGD(learningRate: 0.05, momentum: 0.9, weightDecay: 0.1),
      options: UpdateOptions(groups: groups, decaysBiasesAndNorms: false)),
    Case(
      testDescription: "dampening counts beside a momentum alone", optimizer: SGD(learningRate: 0.1, dampening: 0.6),
      options: UpdateOptions()),
    Case(testDescription: "Muon", optimizer: Muon(learningRate: 0.02), options: UpdateOptions(groups: groups)),
  ]

  @Test(arguments: cases, InstructionSet.available)
  func agreesWithTheTwin(case: Case, set: InstructionSet) throws {
    let model = try Self.model()
    let program = try model.program(set, threads: 2, optimizer: `case`.optimizer, updates: `case`.options)
    var twin = UpdateTwin(model, program)
    // Batches of two sizes, and an end after the fourth.
    for step in 0..<6 {
      let indices = (0..<(step % 3 == 1 ? 5 : 21)).map { Int32(step * 7 + $0) }
      program.step(model.data, indices)
      twin.step(indices)
      if step == 3 {
        program.finishAccumulation()
        twin.finish()
      }
    }
    // Muon's iteration magnifies what is nearly nothing in a gradient, its rounding too.
    let tolerance = `case`.optimizer is Muon ? 1e-4 : 1e-5
    for tensor in program.namedParameters() {
      let deviation = try largestRelativeDeviation(
        of: tensor.values, from: #require(twin.parameters[tensor.name]).values)
      #expect(deviation < tolerance, "\(tensor.name)")
    }
  }

  /// A batch whose loss is not finite is as if it had not been, also within an accumulation.
  @Test(arguments: InstructionSet.available)
  func aBatchThatOverflowsLeavesNothingBehind(set: InstructionSet) throws {
    let model = try Self.model()
    let options = UpdateOptions(
      clipping: GradientClipping(norm: 0.5), accumulationSteps: 2, averaging: WeightAveraging(.mean))
    let (program, other) = try (
      model.program(set, threads: 2, optimizer: NAdam(), updates: options),
      model.program(set, threads: 2, optimizer: NAdam(), updates: options)
    )
    for step in 0..<6 {
      if step == 1 || step == 4 {
        let parameters = program.namedParameters()
        var spoilt = parameters
        spoilt[0].values[0] = .nan
        try program.load(parameters: spoilt)
        let (state, steps) = (program.namedOptimizerState(), program.stepCount)
        #expect(!program.step(model.data, 0..<20).lossSum.isFinite)
        #expect(program.namedOptimizerState() == state && program.stepCount == steps)
        try program.load(parameters: parameters)
      }
      for each in [program, other] { each.train(model.data, steps: step..<step + 1, size: 20) }
    }
    #expect(program.bits == other.bits && program.stepCount == 6 && program.updateCount == 3)
  }

  /// What is left steps once, and an end without anything left changes nothing.
  @Test func anEndStepsOnWhatIsLeft() throws {
    let program = try Self.model().program(.portable, updates: UpdateOptions(accumulationSteps: 4))
    let before = program.bits
    #expect(!program.finishAccumulation() && program.bits == before)
    program.train(try Self.model().data, steps: 0..<5, size: 20)
    #expect(program.updateCount == 1 && program.finishAccumulation() && program.updateCount == 2)
    let after = program.bits
    #expect(!program.finishAccumulation() && program.bits == after && program.stepCount == 5)
  }

  /// Batches that belong together are one batch, whatever their sizes and weights, for a mean and for a sum.
  @Test(arguments: [
    CrossEntropyLoss(), CrossEntropyLoss(labelSmoothing: 0.1, weight: [1, 0, 3]), CrossEntropyLoss(reduction: .sum),
  ])
  func aWindowIsOneLargeBatch(loss: CrossEntropyLoss) throws {
    let model = try Self.model()
    func program(_ steps: Int) throws -> TrainingProgram {
      try TrainingProgram(
        model.graph(), seed: 5, optimizer: SGD(learningRate: 0.01), loss: loss, normalization: model.normalization,
        batchSize: 64, threads: 2, instructionSet: .portable, updates: UpdateOptions(accumulationSteps: steps))
    }
    let (whole, parts) = try (program(1), program(3))
    for epoch: Int32 in 0..<3 {
      whole.step(model.data, epoch * 10..<epoch * 10 + 50)
      for part: Range<Int32> in [0..<20, 20..<49, 49..<50] {
        parts.step(model.data, part.map { epoch * 10 + $0 })
      }
    }
    #expect(parts.updateCount == 3)
    for (one, other) in zip(whole.namedParameters(), parts.namedParameters()) {
      #expect(largestRelativeDeviation(of: other.values, from: one.values) < 1e-5, "\(one.name)")
    }
  }

  @Test(arguments: [(2, 1), (-1, 1), (0.5, 1), (.nan, 1), (1, -1), (1, .infinity)] as [(Float, Float)])
  func anAccumulationThatCannotBeIsRefused(batches: Float, images: Float) throws {
    let program = try Self.model().program(.portable, updates: UpdateOptions(accumulationSteps: 2))
    let before = program.bits
    let state = program.namedOptimizerState().map { tensor in
      let values = ["accumulated_batches": [batches], "accumulated_images": [images]][tensor.name]
      return NamedTensor(name: tensor.name, shape: tensor.shape, values: values ?? tensor.values)
    }
    let error = try #require(throws: InputError.self) { try program.load(optimizerState: state) }
    #expect(error.kind == .malformed && error.what.contains("accumulation") && program.bits == before)
  }

  /// Collected gradients of a frozen parameter count for nothing, and not even weight decay touches it.
  @Test func frozenParametersStay() throws {
    let model = try Self.model()
    let options = UpdateOptions(clipping: GradientClipping(norm: 0.1))
    for optimizer in [AdamW(weightDecay: 0.5), Muon(weightDecay: 0.5)] as [any Optimizer] {
      let program = try model.program(.portable, optimizer: optimizer)
      let before = program.namedParameters()
      program.engine.updates = UpdatePlan(
        program.engine.program, options: options, states: optimizer.states, frozen: ["0.weight", "6.bias"], threads: 1)
      program.train(model.data, steps: 0..<2, size: 20)
      for (old, new) in zip(before, program.namedParameters()) {
        #expect((old == new) == ["0.weight", "6.bias"].contains(new.name), "\(new.name)")
      }
    }
  }

  @Test func whatCannotWorkIsRefused() throws {
    let model = try Self.model()
    let wrong: [UpdateOptions] = [
      UpdateOptions(accumulationSteps: 0), UpdateOptions(clipping: GradientClipping(norm: 0)),
      UpdateOptions(clipping: GradientClipping(value: -1)), UpdateOptions(clipping: GradientClipping(norm: .nan)),
      UpdateOptions(groups: [ParameterGroup(matching: "fc9.*")]),
      UpdateOptions(groups: [ParameterGroup(matching: "*", learningRateScale: .nan)]),
      UpdateOptions(groups: [ParameterGroup(matching: "*", weightDecay: -1)]),
      UpdateOptions(averaging: WeightAveraging(.exponential(decay: 1))),
      UpdateOptions(averaging: WeightAveraging(.mean, interval: 0)),
    ]
    for options in wrong {
      let error = try #require(throws: InputError.self) { try model.program(.portable, updates: options) }
      #expect(error.kind == .usage)
    }
    let error = try #require(throws: InputError.self) { try model.program(.portable, updates: wrong[4]) }
    #expect(error.description.contains("fc9.*") && error.description.contains("0.weight"))
  }

  @Test(
    arguments: [
      Adam(learningRate: .nan), Adam(betas: (1, 0.9)), Adam(betas: (0.9, -0.1)), Adam(epsilon: -1),
      AdamW(weightDecay: -1),
      NAdam(momentumDecay: -1), RMSprop(alpha: 1), RMSprop(momentum: -1), Adagrad(learningRateDecay: -1),
      Adagrad(initialAccumulatorValue: .infinity), Adadelta(rho: 1.5), Lion(betas: (0.9, 1)), Muon(momentum: 1),
      Muon(steps: 0), Muon(vectors: Adam(epsilon: .nan)),
    ] as [any Optimizer])
  func optimizersThatCannotWork(optimizer: any Optimizer) throws {
    let error = try #require(throws: InputError.self) { try optimizer.validate() }
    #expect(error.kind == .usage && error.what.contains("\(type(of: optimizer))"))
  }
}
