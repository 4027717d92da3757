import InklingEngine
import InklingFiles

extension RunConfiguration {
  /// Compiles the model as the recipe says: loss, optimiser, schedule, what is frozen, and when that changes.
  ///
  /// - Parameters:
  ///   - loss: what is made small.
  ///   - trainingCount: images that are trained on.
  ///   - preparation: what is done to the images on their way in.
  func makeStepper(
    _ graph: Graph, loss: any Loss, trainingCount: Int, normalization: Normalization,
    preparation: (any ImagePreparation)?, instructionSet: InstructionSet
  ) throws(InputError) -> any TrainingStepper {
    let updates = recipe.updatesPerEpoch(trainingCount: trainingCount)
    let make = { (frozen: Set<String>) throws(InputError) -> any TrainingStepper in
      let program = try makeProgram(graph, loss, updates, normalization, instructionSet, frozen)
      program.preparation = preparation
      let plateau = recipe.plateauRule
      guard
        let schedule = recipe.schedule.make(
          steps: recipe.epochs * updates, stepsPerEpoch: updates, learningRate: recipe.optimizer.learningRate)
      else {
        return plateau == nil ? program : try ScheduledProgram(program, plateau: plateau)
      }
      return try ScheduledProgram(program, schedule: schedule, plateau: plateau)
    }
    let plan = recipe.fineTuning.map { FreezingPlan($0, names: graph.parameters.map(\.name)) }
    guard let plan, plan.freezes else { return try make([]) }
    return try UnfreezingStepper(plan, make: make)
  }

  private func makeProgram(
    _ graph: Graph, _ loss: any Loss, _ updatesPerEpoch: Int, _ normalization: Normalization,
    _ instructionSet: InstructionSet, _ frozen: Set<String>
  ) throws(InputError) -> TrainingProgram {
    try TrainingProgram(
      graph, seed: recipe.seed, optimizer: recipe.optimizer.make(), loss: loss,
      normalization: normalization, batchSize: recipe.batchSize,
      threads: ThreadCount.withinProcessors(threads), instructionSet: instructionSet,
      updates: recipe.updates(stepsPerEpoch: updatesPerEpoch, names: graph.parameters.map(\.name)), frozen: frozen)
  }
}
