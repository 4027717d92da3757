import InklingDatasets
import InklingEngine
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct FreezingPlanTests {
  private static let names = ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias"]

  static let patterns: [(pattern: String, name: String, matches: Bool)] = [
    ("*", "conv1.weight", true), ("conv*", "conv1.weight", true), ("conv1", "conv1.weight", true),
    ("conv1", "conv10.weight", false), ("conv?.bias", "conv2.bias", true), ("conv?.bias", "conv22.bias", false),
    ("*.bias", "fc1.bias", true), ("*.bias", "fc1.biases", false), ("a*b*c", "aXXbYYbZc", true),
    ("a*b*c", "aXXbYY", false), ("", "", true), ("", "a", false), ("**", "x", true), ("?", "", false),
    ("a*a*a*a*a*a*a*b", String(repeating: "a", count: 2000), false),
  ]

  @Test(arguments: patterns)
  func patternsMatch(pattern: String, name: String, matches: Bool) {
    #expect(NamePattern(pattern).matches(name) == matches)
  }

  @Test func layersAreFreedEpochByEpoch() {
    let plan = FreezingPlan(
      FineTuningRecipe(
        freeze: [NamePattern("conv*")],
        unfreezing: [
          .init(epoch: 3, patterns: [NamePattern("conv2")]), .init(epoch: 5, patterns: [NamePattern("*")]),
        ]), names: Self.names)
    #expect(plan.frozen(in: 1) == Set(Self.names.prefix(4)))
    #expect(plan.frozen(in: 2) == plan.frozen(in: 1))
    #expect(plan.frozen(in: 3) == ["conv1.weight", "conv1.bias"])
    #expect(plan.frozen(in: 5).isEmpty)
    #expect(plan.freezes)
    #expect(!FreezingPlan(FineTuningRecipe(), names: Self.names).freezes)
  }
}

/// A program takes another's place when other parameters learn: nothing of the training's state is lost.
@Suite struct UnfreezingStepperTests {
  private let plan = FreezingPlan(
    FineTuningRecipe(
      freeze: [NamePattern("layer.bias")], unfreezing: [.init(epoch: 2, patterns: [NamePattern("layer.bias")])]),
    names: ["layer.weight", "layer.bias"])

  @Test func theStateIsCarriedFromProgramToProgram() throws {
    var made: [Set<String>] = []
    let stepper = try UnfreezingStepper(plan) { frozen in
      made.append(frozen)
      return ToyStepper()
    }
    let plain = ToyStepper()
    for epoch in 1...3 {
      try stepper.begin(epoch: epoch, after: [])
      for first in stride(from: 0, to: 20, by: 5) {
        let indices = [Int32](Int32(first)..<Int32(first + 5))
        let (a, b) = (
          stepper.step(images: Toy.data.images, targets: Toy.data.targets, indices: indices[...]),
          plain.step(images: Toy.data.images, targets: Toy.data.targets, indices: indices[...])
        )
        #expect(a == b)
      }
    }
    #expect(made == [["layer.bias"], []])
    #expect(stepper.namedParameters() == plain.namedParameters())
    #expect(stepper.namedOptimizerState() == plain.namedOptimizerState())
    #expect(stepper.stepCount == plain.stepCount)
  }

  @Test func theLoopBeginsEachEpoch() throws {
    let stepper = BeginningStepper()
    var loop = TrainingLoop(
      configuration: Toy.configuration(epochs: 3, name: nil), data: Toy.data, stepper: stepper, run: nil, from: nil,
      shouldStop: { false }, clock: { 0 }, send: { _ in })
    #expect(try loop.train())
    #expect(stepper.epochs == [1, 2, 3])
  }

  /// Notes the epochs that begin.
  private final class BeginningStepper: TrainingStepper {
    private let toy = ToyStepper()
    private(set) var epochs: [Int] = []

    func begin(epoch: Int, after history: [EpochRecord]) { epochs.append(epoch) }
    func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
      toy.step(images: images, targets: targets, indices: indices)
    }
    func namedParameters() -> [NamedTensor] { toy.namedParameters() }
    func load(parameters: [NamedTensor]) throws(InputError) { try toy.load(parameters: parameters) }
    func namedOptimizerState() -> [NamedTensor] { toy.namedOptimizerState() }
    func load(optimizerState: [NamedTensor]) throws(InputError) { try toy.load(optimizerState: optimizerState) }
    func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? { nil }
    var stepCount: Int {
      get { toy.stepCount }
      set { toy.stepCount = newValue }
    }
  }
}
