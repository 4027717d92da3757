import InklingEngine
import InklingFiles

extension TrainingConfiguration {
  /// Compiles the model as the configuration says: loss, optimiser, schedule, what is frozen, and when that changes.
  ///
  /// - Parameters:
  ///   - trainingCount: images that are trained on.
  ///   - preparation: what is done to the images on their way in.
  func makeStepper(
    _ graph: Graph, trainingCount: Int, normalization: Normalization, preparation: (any ImagePreparation)?,
    instructionSet: InstructionSet
  ) throws(InputError) -> any TrainingStepper {
    let make = { (frozen: Set<String>) throws(InputError) -> any TrainingStepper in
      let program = try makeProgram(graph, trainingCount, normalization, instructionSet, frozen)
      program.preparation = preparation
      let plateau = recipe?.plateauRule
      guard let schedule = schedule(trainingCount) else {
        return plateau == nil ? program : try ScheduledProgram(program, plateau: plateau)
      }
      return try ScheduledProgram(program, schedule: schedule, plateau: plateau)
    }
    let plan = recipe?.fineTuning.map { FreezingPlan($0, names: graph.parameters.map(\.name)) }
    guard let plan, plan.freezes else { return try make([]) }
    return try UnfreezingStepper(plan, make: make)
  }

  private func makeProgram(
    _ graph: Graph, _ trainingCount: Int, _ normalization: Normalization, _ instructionSet: InstructionSet,
    _ frozen: Set<String>
  ) throws(InputError) -> TrainingProgram {
    guard let recipe else {
      return try TrainingProgram(
        graph, seed: seed, optimizer: SGD(learningRate: Float(learningRate), momentum: Float(momentum)),
        normalization: normalization, batchSize: batchSize, threads: threads, instructionSet: instructionSet)
    }
    return try TrainingProgram(
      graph, seed: seed, optimizer: recipe.optimizer.make(), loss: recipe.crossEntropy, normalization: normalization,
      batchSize: batchSize, threads: threads, instructionSet: instructionSet,
      updates: recipe.updates(
        stepsPerEpoch: updatesPerEpoch(trainingCount: trainingCount), names: graph.parameters.map(\.name)),
      frozen: frozen)
  }

  private func schedule(_ trainingCount: Int) -> (any Schedule)? {
    let updates = updatesPerEpoch(trainingCount: trainingCount)
    return recipe?.schedule.make(steps: epochs * updates, stepsPerEpoch: updates, learningRate: learningRate)
  }
}
