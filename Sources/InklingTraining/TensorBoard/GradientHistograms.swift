import InklingDatasets
import InklingEngine
import InklingFiles

/// The gradients of the loss by all parameters that learn, on a batch that is the same in every epoch: the images as the data
/// set has them, the network as it is trained. A program of its own computes them, so the training is not touched.
struct GradientHistograms {
  /// As many images tell enough.
  private static let largestBatch = 64

  private let plan: TensorBoardPlan
  private let examples: [Int32]
  private let freezing: FreezingPlan?
  private var program: (program: GradientProgram, frozen: Set<String>)?

  init(_ plan: TensorBoardPlan) {
    self.plan = plan
    examples = plan.examples(atMost: min(Self.largestBatch, plan.configuration.recipe.batchSize))
    freezing = plan.configuration.recipe.fineTuning.map { FreezingPlan($0, names: plan.graph.parameters.map(\.name)) }
  }

  /// - Parameters:
  ///   - epoch: which parameters learn may depend on it, counted from one.
  ///   - step: by which dropout draws.
  /// - Returns: the gradients by their parameters' names; none where the batch is too small for the network.
  mutating func gradients(
    of parameters: [NamedTensor], epoch: Int, step: Int
  ) throws(InputError) -> [NamedTensor] {
    guard examples.count >= plan.graph.smallestBatch else { return [] }
    let program = try program(parameters, frozen: freezing?.frozen(in: epoch) ?? [])
    let images = examples.flatMap { plan.images[Int($0)] }
    let targets = plan.images.targets.selecting(examples.map { Int($0) })
    return try program.gradients(
      of: .loss(targets), at: .images(images), numbers: examples, seed: plan.configuration.recipe.seed,
      step: step
    ).parameters
  }

  private mutating func program(
    _ parameters: [NamedTensor], frozen: Set<String>
  ) throws(InputError) -> GradientProgram {
    if let program, program.frozen == frozen {
      try program.program.load(parameters: parameters)
      return program.program
    }
    program = nil
    let made = try GradientProgram(
      plan.graph, parameters: parameters, normalization: plan.normalization, mode: .training,
      loss: plan.configuration.recipe.learningTask.loss, request: GradientRequest(input: false, parameters: .all),
      frozen: frozen, threads: ThreadCount.withinProcessors(plan.configuration.threads),
      instructionSet: plan.instructionSet)
    program = (made, frozen)
    return made
  }
}
