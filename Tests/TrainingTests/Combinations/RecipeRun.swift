import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A recipe's training on images of a test, through the loop that every run goes through.
struct RecipeRun {
  let recipe: Recipe
  let data: LabeledImages
  let graph: Graph
  var normalization: Normalization
  /// What it starts from; nil for what the seed draws.
  var start: [NamedTensor]?

  /// - Parameter yaml: the recipe; what it says of the data set's files is not followed.
  init(_ yaml: String, on data: LabeledImages, from start: [NamedTensor]? = nil) throws {
    let node = try YAMLDocument.parse(yaml, path: "recipe.yaml")
    // What is drawn may be without an effect, such as a group behind another: a saved recipe is followed all the same.
    let loaded = try LoadedRecipe(node, path: "recipe.yaml", settings: [], isGiven: false)
    let input: Shape = [data.channels, data.height, data.width]
    let held = loaded.recipe.data.validationCount(of: data.count)
    try loaded.requireFit(trainingCount: data.count, input: input, classes: data.classNames.count)
    precondition(held < data.count)
    recipe = loaded.recipe
    self.data = data
    self.start = start
    graph = try (recipe.model ?? .lenet).graph(input: input, classes: data.classNames.count)
    normalization = NormalizationRecipe.standardFactors(channels: data.channels)
  }

  /// Where a training ended.
  struct Result: Equatable {
    var parameters: [NamedTensor]
    /// What predictions use: an average where one is kept.
    var answering: [NamedTensor]
    var optimizerState: [NamedTensor]
    /// Each epoch's mean loss.
    var losses: [Double]
    /// Batches, and the optimiser's steps.
    var batches: Int
    var updates: Int

    /// Every bit of the weights.
    var bits: [[UInt32]] { (parameters + answering).map { $0.values.map(\.bitPattern) } }
  }

  /// - Parameters:
  ///   - stops: the batches, counted through the run, after which it stops, is saved to a file and goes on from there.
  ///   - folder: where it is saved.
  func train(
    threads: Int = 1, on set: InstructionSet = .portable, stopping stops: [Int] = [], in folder: String? = nil
  ) throws -> Result {
    let configuration = RunConfiguration(recipe, threads: threads, name: "run")
    let run = try folder.map { try RunFolder.create(in: $0, configuration: configuration) }
    defer { run?.unlock() }
    for stop in stops + [.max] {
      let checkpoint = try run?.loadCheckpoint()?.checkpoint
      let stepper = try stepper(configuration, set)
      if let checkpoint {
        try checkpoint.restore(stepper, path: "checkpoint")
      } else if let start {
        try stepper.load(parameters: start)
      }
      if let result = try train(configuration, stepper, run: run, from: checkpoint, until: stop) { return result }
    }
    preconditionFailure("a run without a stop ends")
  }

  private func stepper(
    _ configuration: RunConfiguration, _ set: InstructionSet
  ) throws -> any TrainingStepper {
    let split = try configuration.recipe.split(of: data)
    let preparation = try (recipe.augmentation?.augmentation).map {
      try AugmentedImages($0, of: data, seed: recipe.seed, training: split?.training)
    }
    return try configuration.makeStepper(
      graph, loss: recipe.learningTask.loss, trainingCount: split?.training.count ?? data.count,
      normalization: normalization, preparation: preparation, instructionSet: set)
  }

  private func train(
    _ configuration: RunConfiguration, _ stepper: any TrainingStepper, run: RunFolder?,
    from checkpoint: Checkpoint?, until stop: Int
  ) throws -> Result? {
    let validation = try configuration.recipe.validationPlan.map { plan in
      try LoopValidation(
        Validation(plan, split: try #require(try configuration.recipe.split(of: data))) { () throws(InputError) in
          { parameters throws(InputError) in
            try InferenceProgram(
              graph, parameters: parameters, normalization: normalization, threads: 1, instructionSet: .portable
            ).evaluate(data, at: try configuration.recipe.split(of: data)?.validation ?? [])
          }
        })
    }
    var loop = TrainingLoop(
      configuration: configuration, data: data, stepper: stepper, run: run, from: checkpoint, validation: validation,
      shouldStop: { stepper.stepCount >= stop }, clock: { 0 }, send: { _ in })
    guard try loop.train() else { return nil }
    return Result(
      parameters: stepper.namedParameters(), answering: stepper.answeringParameters(),
      optimizerState: stepper.namedOptimizerState(), losses: loop.state.history.map(\.loss), batches: stepper.stepCount,
      updates: stepper.updateCount)
  }

  /// The number in the graph of the dropout, if there is one: its masks depend on it.
  var dropoutNode: Int { graph.nodes.firstIndex { $0.operation.name == "Dropout" } ?? 0 }
}
