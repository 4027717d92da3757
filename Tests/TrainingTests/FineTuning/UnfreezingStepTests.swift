import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A parameter that learns later has a step number of its own, as in PyTorch.
@Suite struct UnfreezingStepTests {
  static let data = RandomImages.counted(8, shape: [1, 5, 6])

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let optimizer: any Optimizer
    /// The convolution's weights after three steps without it and three with it: `Tests/Peers/unfreezing.py`.
    let expected: [Double]
  }

  static let cases = [
    Case(
      testDescription: "Adam", optimizer: Adam(learningRate: 0.01),
      expected: [
        -0.36290216, -0.27611602, -0.13023703, -0.10320604, -0.01623839, 0.07277049, 0.21541731, 0.24346595, -0.3433391,
        -0.25667279, -0.17004786, -0.08337227, 0.06140165, 0.08999294, 0.17662028, 0.32337872, -0.26520264, -0.23665963,
      ]),
    Case(
      testDescription: "AdamW, AMSGrad", optimizer: AdamW(learningRate: 0.01, amsgrad: true),
      expected: [
        -0.36279947, -0.27603949, -0.13019207, -0.10318093, -0.01623969, 0.07273834, 0.21535945, 0.24338708,
        -0.34324213, -0.25660182, -0.17000287, -0.08335333, 0.06138855, 0.08995993, 0.1765613, 0.32328773, -0.26511774,
        -0.23659466,
      ]),
    Case(
      testDescription: "NAdam", optimizer: NAdam(learningRate: 0.01),
      expected: [
        -0.36304424, -0.27674536, -0.13524664, -0.09833616, -0.0163721, 0.09341144, 0.21779392, 0.24835399, -0.34072502,
        -0.25410955, -0.16671282, -0.07999662, 0.05595554, 0.09256913, 0.18025108, 0.32028901, -0.2706437, -0.23423813,
      ]),
    Case(
      testDescription: "Adagrad",
      optimizer: Adagrad(learningRate: 0.05, learningRateDecay: 0.5, initialAccumulatorValue: 0.1),
      expected: [
        -0.35927578, -0.26807139, -0.10920783, -0.09351075, -0.01251023, 0.08518025, 0.21110271, 0.25326245,
        -0.35516663, -0.25836022, -0.17066113, -0.05489032, 0.02835693, 0.08830813, 0.16900665, 0.32874488, -0.29830761,
        -0.23863072,
      ]),
    Case(
      testDescription: "SGD", optimizer: SGD(learningRate: 0.5, momentum: 0.9, dampening: 0.5),
      expected: [
        -0.52902082, -0.52203929, -0.23870737, 0.07689807, -0.18100755, -0.15652643, 0.49442151, 0.42491135,
        -0.57775226, -0.35209685, -0.2130879, -0.06404529, -0.05362638, -0.0058465, 0.12391604, 0.45513142, -0.38070935,
        -0.36264103,
      ]),
    Case(
      testDescription: "RMSprop", optimizer: RMSprop(learningRate: 0.01, momentum: 0.5),
      expected: [
        -0.51720836, -0.45543821, -0.41625469, -0.09072412, -0.17085167, -0.10912569, 0.39057069, 0.25825428,
        -0.50324647, -0.41403778, -0.33527429, -0.28590421, -0.06973252, -0.06794476, 0.01037623, 0.49688568,
        -0.39798044, -0.39845367,
      ]),
    Case(
      testDescription: "Adadelta", optimizer: Adadelta(),
      expected: [
        -0.32591678, -0.2387166, -0.15043379, -0.08305982, 0.02075624, 0.10872302, 0.17851395, 0.26360995, -0.32433907,
        -0.23819474, -0.15031384, -0.06350228, 0.04254942, 0.10849452, 0.19658399, 0.30380386, -0.2841141, -0.21841847,
      ]),
  ]

  /// Epochs of one step; the convolution learns from the fourth on.
  private func stepper(_ optimizer: any Optimizer, _ set: InstructionSet) throws -> UnfreezingStepper {
    let layers: [any Layer] = [Conv2d(1, 2, kernelSize: 3), Tanh(), Flatten(), Linear(24, 3)]
    let graph = try Graph(tracing: Sequential(layers), input: [1, 5, 6])
    let recipe = FineTuningRecipe(
      freeze: [NamePattern("0")], unfreezing: [.init(epoch: 4, patterns: [NamePattern("0")])])
    let plan = FreezingPlan(recipe, names: graph.parameters.map(\.name))
    let stepper = try UnfreezingStepper(plan) { frozen throws(InputError) in
      try TrainingProgram(
        graph, seed: 0, optimizer: optimizer, normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1),
        batchSize: 8, threads: 1, instructionSet: set, frozen: frozen)
    }
    let factors = ["0.weight": 13, "0.bias": 29, "3.weight": 31, "3.bias": 17]
    try stepper.load(
      parameters: stepper.namedParameters().map { tensor in
        let values = tensor.values.indices.map { Float(($0 * factors[tensor.name, default: 0] % 101) - 50) / 150 }
        return NamedTensor(name: tensor.name, shape: tensor.shape, values: values)
      })
    return stepper
  }

  private func train(_ stepper: UnfreezingStepper, epochs: ClosedRange<Int>) throws {
    for epoch in epochs {
      try stepper.begin(epoch: epoch, after: [])
      let result = stepper.step(
        images: Self.data.images, targets: Self.data.targets, indices: [0, 1, 2, 3, 4, 5, 6, 7])
      #expect(result.lossSum.isFinite)
    }
  }

  @Test(arguments: cases, InstructionSet.available)
  func whatIsUnfrozenBeginsWithItsFirstStep(case: Case, set: InstructionSet) throws {
    let stepper = try stepper(`case`.optimizer, set)
    try train(stepper, epochs: 1...6)
    let weight = try #require(stepper.namedParameters().first { $0.name == "0.weight" })
    #expect(largestRelativeDeviation(of: weight.values, from: `case`.expected) < 1e-5)
  }

  /// Saved anywhere and loaded into a new stepper, a run goes on with the same bits.
  @Test(arguments: cases, 1...5)
  func eachNumberIsSaved(case: Case, last: Int) throws {
    let whole = try stepper(`case`.optimizer, .portable)
    try train(whole, epochs: 1...6)
    let first = try stepper(`case`.optimizer, .portable)
    try train(first, epochs: 1...last)
    let second = try stepper(`case`.optimizer, .portable)
    try second.load(parameters: first.namedParameters())
    try second.load(optimizerState: first.namedOptimizerState())
    (second.stepCount, second.updateCount) = (first.stepCount, first.updateCount)
    try train(second, epochs: last + 1...6)
    #expect(second.namedParameters() == whole.namedParameters())
    #expect(second.namedOptimizerState() == whole.namedOptimizerState())
    let steps = whole.namedOptimizerState().filter { $0.name.hasSuffix(".step") }
    #expect(steps.map(\.name) == ["0.bias.step", "0.weight.step", "3.bias.step", "3.weight.step"])
    #expect(steps.map(\.values) == [[3], [3], [6], [6]])
  }

  /// Muon's rule for what is no matrix is Adam's, whose first step is as large as its rate.
  @Test func muonsVectorsBeginWithTheirFirstStep() throws {
    let stepper = try stepper(Muon(learningRate: 0.01, weightDecay: 0), .portable)
    try train(stepper, epochs: 1...3)
    let before = try #require(stepper.namedParameters().first { $0.name == "0.bias" }).values
    try train(stepper, epochs: 4...4)
    let after = try #require(stepper.namedParameters().first { $0.name == "0.bias" }).values
    for (old, new) in zip(before, after) { #expect(abs(abs(old - new) - 0.01) < 1e-5) }
  }
}
