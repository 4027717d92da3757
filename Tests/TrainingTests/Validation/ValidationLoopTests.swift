import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// The loop with images held out.
@Suite struct ValidationLoopTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let epochs = 6

  private static func configuration(
    _ selection: ValidationPlan.Selection = .best, patience: Int? = nil
  ) -> RunConfiguration {
    var configuration = Toy.configuration(epochs: epochs)
    configuration.recipe.hold(
      ValidationPlan(
        ValidationSplit(.count(6), seed: 2), monitor: .validationLoss, selection: selection, patience: patience))
    return configuration
  }

  /// A loss that falls and rises as the weights chase the images.
  private static func evaluate(_ parameters: [NamedTensor]) -> EvaluationResult {
    let weight = parameters.first { $0.name == "layer.bias" }?.values[0] ?? 0
    return EvaluationResult(correct: Int(abs(weight * 1000)) % 7, count: 6, loss: Double(abs(weight + 0.83)))
  }

  private static func validation(_ configuration: RunConfiguration) throws(InputError) -> Validation {
    guard let plan = configuration.recipe.validationPlan, let split = try configuration.recipe.split(of: Toy.data)
    else {
      throw InputError(.failed, "nothing is held out")
    }
    return Validation(plan, split: split) { { parameters in evaluate(parameters) } }
  }

  @discardableResult
  private func train(
    _ stepper: ToyStepper, _ configuration: RunConfiguration, run: RunFolder? = nil,
    from checkpoint: Checkpoint? = nil, stopAfter: Int = .max
  ) throws -> TrainingLoop? {
    if let checkpoint { try checkpoint.restore(stepper, path: "checkpoint") }
    var loop = TrainingLoop(
      configuration: configuration, data: Toy.data, stepper: stepper, run: run, from: checkpoint,
      validation: try LoopValidation(Self.validation(configuration)), shouldStop: { stepper.steps >= stopAfter },
      clock: { 0 }, send: { _ in })
    return try loop.train() ? loop : nil
  }

  @Test func heldOutImagesAreNeverTrainedOn() throws {
    let stepper = ToyStepper()
    try train(stepper, Self.configuration())
    let split = try Toy.data.splitting(ValidationSplit(.count(6), seed: 2))
    #expect(split.validation.count == 6)
    #expect(stepper.seen.count == 17 * Self.epochs)
    #expect(Set(stepper.seen) == Set(split.training))
    #expect(stepper.seen.prefix(17) == Shuffling.order(of: split.training, seed: 7, epoch: 1)[...])
  }

  @Test func theBestEpochsWeightsAreRestored() throws {
    let stepper = ToyStepper()
    let loop = try #require(try train(stepper, Self.configuration()))
    let losses = loop.state.history.compactMap(\.validation?.loss)
    let best = try #require(losses.min())
    let (parameters, selection) = try loop.selectedParameters()
    #expect(Self.evaluate(parameters).loss == best)
    #expect(losses[try #require(selection?.epoch) - 1] == best)
    // The test means something only when the best is not the last.
    #expect(losses.last != best && parameters != stepper.namedParameters())
    #expect(selection?.trainingCount == 17 && selection?.validationCount == 6 && selection?.stoppedEarly == false)
    let last = try #require(try train(ToyStepper(), Self.configuration(.last))).selectedParameters()
    #expect(last.parameters == stepper.namedParameters())
    #expect(last.selection?.epoch == Self.epochs && last.selection?.weights == .last)
  }

  @Test func patienceEndsTheRun() throws {
    let whole = try #require(try train(ToyStepper(), Self.configuration())).state.history
    let loop = try #require(try train(ToyStepper(), Self.configuration(patience: 1)))
    let losses = whole.compactMap(\.validation?.loss)
    let first = try #require((1..<losses.count).first { losses[$0] >= losses[..<$0].min() ?? 0 })
    #expect(first + 1 < Self.epochs)
    #expect(loop.state.history == Array(whole[...first]))
    #expect(try loop.selectedParameters().selection?.stoppedEarly == true)
  }

  @Test(arguments: 0...25) func stoppedAnywhereItEndsTheSame(_ step: Int) throws {
    let expected = try #require(try train(ToyStepper(), Self.configuration(patience: 2)))
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration(patience: 2))
    try train(ToyStepper(), run.configuration, run: run, stopAfter: step)
    let checkpoint = try run.loadCheckpoint()?.checkpoint
    #expect(checkpoint != nil)
    let resumed = try #require(try train(ToyStepper(), run.configuration, run: run, from: checkpoint))
    #expect(resumed.state.history == expected.state.history)
    let (one, other) = (try expected.selectedParameters(), try resumed.selectedParameters())
    #expect(one.parameters.inNameOrder == other.parameters.inNameOrder && one.selection == other.selection)
    let csv = try String(contentsOfFile: run.path(of: .history), encoding: .utf8).split(separator: "\n")
    #expect(csv[0] == "epoch,loss,accuracy,seconds,images_per_second,validation_loss,validation_accuracy,learning_rate")
    #expect(csv.count == expected.state.history.count + 1)
    run.unlock()
  }

  @Test func theBestWeightsMustBeOfTheBestEpoch() throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    let stepper = ToyStepper()
    let loop = try #require(try train(stepper, run.configuration, run: run))
    #expect(inputError { () throws(InputError) in _ = try loop.selectedParameters() } == nil)
    try run.save(stepper.namedParameters(), as: .bestWeights, epoch: 99, classNames: [])
    #expect(inputError { () throws(InputError) in _ = try loop.selectedParameters() }?.found == "epoch 99")
  }

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    let configuration = Self.configuration()
    let split = try #require(try configuration.recipe.split(of: Toy.data))
    let plan = try #require(configuration.recipe.validationPlan)
    let validation = Validation(plan, split: split) { { _ in EvaluationResult(correct: 0, count: 6, loss: .nan) } }
    var loop = TrainingLoop(
      configuration: configuration, data: Toy.data, stepper: ToyStepper(), run: nil, from: nil,
      validation: try LoopValidation(validation), shouldStop: { false }, clock: { 0 }, send: { _ in })
    let error = inputError { () throws(InputError) in _ = try loop.train() }
    #expect(error?.kind == .failed && error?.found?.contains("a loss of nan on the held-out images") == true)
  }

  @Test func aCheckpointWithHalfAValidationIsRefused() throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    try train(ToyStepper(), run.configuration, run: run)
    let checkpoint = try #require(try run.loadCheckpoint()).checkpoint
    var state = CheckpointState(checkpoint)
    #expect(state.impossibility == nil)
    state.history[1].validationLoss = nil
    #expect(state.impossibility == "epochs with and without validation")
  }
}
