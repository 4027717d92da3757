import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Checkpoints of version 1, which have one count of the optimiser's steps for all parameters.
@Suite struct CheckpointVersionTests {
  private static let data = RandomImages.counted(8, shape: [1, 5, 6])

  private static func program(_ optimizer: any Optimizer = NAdam(), frozen: Set<String> = []) throws -> TrainingProgram
  {
    let layers: [any Layer] = [Conv2d(1, 2, kernelSize: 3), ReLU(), Flatten(), Linear(24, 3)]
    return try TrainingProgram(
      Graph(tracing: Sequential(layers), input: [1, 5, 6]), seed: 1, optimizer: optimizer,
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 4, threads: 1,
      instructionSet: .portable, frozen: frozen)
  }

  private static func train(_ program: TrainingProgram, steps: Int) {
    for _ in 0..<steps { _ = program.step(images: data.images, targets: data.targets, indices: [0, 3, 5, 6]) }
  }

  /// Three steps of two an epoch, as version 1 kept them.
  private static func old(
    _ program: TrainingProgram, _ recipe: Recipe = Recipe()
  ) -> Checkpoint {
    var recipe = recipe
    (recipe.epochs, recipe.batchSize) = (4, 4)
    let configuration = RunConfiguration(recipe, threads: 1)
    let state = program.namedOptimizerState()
    let product = state.first { $0.name == "3.bias.mu_product" }
    return Checkpoint(
      configuration: configuration, trainingCount: 8,
      state: TrainingState(
        epoch: 2, step: 1, lossSum: 1, correct: 1, count: 4,
        history: [EpochRecord(epoch: 1, loss: 1, accuracy: 0.5, seconds: 1, imagesPerSecond: 8)]),
      parameters: program.namedParameters(),
      optimizerState: state.filter { !$0.name.hasSuffix(".step") && !$0.name.hasSuffix(".mu_product") }
        + (product.map { [NamedTensor(name: "mu_product", shape: [], values: $0.values)] } ?? []),
      version: .sharedSteps)
  }

  @Test(
    arguments: [NAdam(), Adam(), SGD(momentum: 0.9)] as [any Optimizer], [[], ["0.weight", "0.bias"]] as [Set<String>])
  func areGoneOnFromExactly(optimizer: any Optimizer, frozen: Set<String>) throws {
    let program = try Self.program(optimizer, frozen: frozen)
    Self.train(program, steps: 3)
    var recipe = Recipe()
    if !frozen.isEmpty {
      recipe.fineTuning = FineTuningRecipe(
        freeze: frozen.map { NamePattern($0) }, unfreezing: [.init(epoch: 3, patterns: [NamePattern("0")])])
    }
    let bytes = try Self.old(program, recipe).encoded()
    let checkpoint = try Checkpoint(try Safetensors(decoding: bytes, path: "old"), path: "old")
    #expect(checkpoint.version == .sharedSteps)
    let resumed = try Self.program(optimizer, frozen: frozen)
    try checkpoint.restore(resumed, path: "old")
    #expect(resumed.namedOptimizerState() == program.namedOptimizerState())
    for each in [program, resumed] { Self.train(each, steps: 2) }
    #expect(resumed.namedParameters() == program.namedParameters())
    #expect(resumed.namedOptimizerState() == program.namedOptimizerState())
  }

  /// What was trained with wrong step numbers cannot be gone on from as if it had been right.
  @Test func areRefusedAfterUnfreezing() throws {
    let program = try Self.program()
    Self.train(program, steps: 3)
    var (unfrozen, accumulated) = (Recipe(), Recipe())
    unfrozen.fineTuning = FineTuningRecipe(
      freeze: [NamePattern("0")], unfreezing: [.init(epoch: 2, patterns: [NamePattern("0")])])
    accumulated.accumulation = 2
    for (recipe, reason) in [(unfrozen, "after unfreezing"), (accumulated, "with accumulated batches")] {
      let checkpoint = Self.old(program, recipe)
      let resumed = try Self.program()
      let before = resumed.namedParameters()
      let error = inputError { () throws(InputError) in try checkpoint.restore(resumed, path: "runs/old") }
      #expect(error?.kind == .malformed && error?.path == "runs/old")
      #expect(error?.what.hasSuffix(reason) == true, "\(String(describing: error))")
      #expect(resumed.namedParameters() == before)
    }
  }

  @Test func numbersThatCannotBeAreRefused() throws {
    let program = try Self.program()
    Self.train(program, steps: 1)
    let state = program.namedOptimizerState()
    for (name, value) in [
      ("0.bias.step", -1), ("0.bias.step", 0.5), ("0.bias.step", .infinity), ("3.weight.step", 1e9),
      ("3.bias.mu_product", 2), ("3.bias.mu_product", .nan),
    ] as [(String, Float)] {
      let wrong = state.map { $0.name == name ? NamedTensor(name: name, shape: [], values: [value]) : $0 }
      let error = inputError { () throws(InputError) in try program.load(optimizerState: wrong) }
      #expect(error?.kind == .malformed && error?.expected?.hasSuffix(name) == true, "\(String(describing: error))")
      #expect(program.namedOptimizerState() == state)
    }
  }
}
