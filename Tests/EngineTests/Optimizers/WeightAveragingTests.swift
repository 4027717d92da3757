import InklingEngine
import InklingTestSupport
import Testing

/// Averages against plain loops over the weights that a program without averaging goes through.
@Suite struct WeightAveragingTests {
  private func model() throws -> TrainingModel {
    try TrainingModel("small", [Conv2d(1, 3, kernelSize: 3), ReLU()], input: [1, 7, 6])
  }

  static let cases: [WeightAveraging] = [
    WeightAveraging(.exponential(decay: 0.8)), WeightAveraging(.exponential(decay: 0.95, warmUp: true)),
    WeightAveraging(.mean), WeightAveraging(.mean, firstStep: 3, interval: 2),
    WeightAveraging(.exponential(decay: 0.5), firstStep: 2, interval: 3),
  ]

  @Test(arguments: cases, InstructionSet.available)
  func agreesWithLoops(averaging: WeightAveraging, set: InstructionSet) throws {
    let model = try model()
    let program = try model.program(set, updates: UpdateOptions(averaging: averaging))
    let plain = try model.program(set)
    var average: [[Double]] = []
    var updates = 0.0
    for step in 1...11 {
      for each in [program, plain] { each.train(model.data, steps: step..<step + 1, size: 20) }
      let weights = plain.namedParameters().map { $0.values.map(Double.init) }
      #expect(program.namedParameters() == plain.namedParameters())
      guard step >= averaging.firstStep, (step - averaging.firstStep) % averaging.interval == 0 else {
        if updates == 0 { #expect(program.averagedParameters() == plain.namedParameters()) }
        continue
      }
      let share: Double =
        switch averaging.rule {
        case _ where updates == 0: 1
        case .mean: 1 / (updates + 1)
        case .exponential(let decay, false): 1 - decay
        case .exponential(let decay, true): 1 - min(decay, (1 + updates) / (10 + updates))
        }
      average = zip(average.isEmpty ? weights : average, weights).map {
        zip($0, $1).map { $0 + share * ($1 - $0) }
      }
      updates += 1
      for (found, expected) in zip(program.averagedParameters(), average) {
        #expect(largestRelativeDeviation(of: found.values, from: expected) < 1e-6, "\(found.name), step \(step)")
      }
    }
    #expect(updates > 2)
    #expect(program.averagedParameters().map(\.name) == plain.namedParameters().map(\.name))
    #expect(program.averagedParameters() != plain.namedParameters())
  }

  /// The average is over the optimiser's steps, not over the batches that make one.
  @Test func accumulatedBatchesAreOneStep() throws {
    let model = try model()
    let program = try model.program(
      .portable, updates: UpdateOptions(accumulationSteps: 3, averaging: WeightAveraging(.mean)))
    program.train(model.data, steps: 0..<3, size: 20)
    #expect(program.averagedParameters() == program.namedParameters())
    let first = program.namedParameters()
    program.train(model.data, steps: 3..<5, size: 20)
    #expect(program.namedParameters() == first && program.averagedParameters() == first)
    program.train(model.data, steps: 5..<6, size: 20)
    #expect(program.namedParameters() != first && program.averagedParameters() != program.namedParameters())
  }
}
