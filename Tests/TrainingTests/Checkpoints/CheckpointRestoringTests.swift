import InklingEngine
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct CheckpointRestoringTests {
  private func check(
    trainingCount: Int = 23, _ change: (inout RunConfiguration) -> Void = { _ in }
  ) -> InputError? {
    var configuration = Toy.configuration()
    change(&configuration)
    return inputError { () throws(InputError) in
      try CheckpointTests.sample().requireFit(configuration, trainingCount: trainingCount, path: "runs/toy")
    }
  }

  @Test func theSameRunFits() {
    #expect(check() == nil)
    #expect(check { $0.recipe.epochs = 100 } == nil)
    #expect(check { $0.recipe.epochs = 2 } == nil)
  }

  @Test func anotherTrainingSetIsNamed() {
    let error = check(trainingCount: 24)
    #expect(error?.what == "the run was started on another training set")
    #expect(error?.expected == "23 images")
    #expect(error?.found == "24")
  }

  @Test func fewerEpochsThanTrainedAreRefused() {
    let error = check { $0.recipe.epochs = 1 }
    #expect(error?.what == "--epochs is less than the run has trained already")
    #expect(error?.expected == "1 and 3 steps or more")
  }

  @Test func anotherConfigurationIsRefused() {
    #expect(check { $0.recipe.optimizer.values["momentum"] = .number(0.5) }?.expected == "--momentum 0.9")
  }

  @Test func anotherModelIsNamedAndLeftAlone() throws {
    let sample = CheckpointTests.sample()
    let foreign = Checkpoint(
      configuration: sample.configuration, trainingCount: 23, state: sample.state,
      parameters: [
        NamedTensor(name: "layer.weight", shape: [4], values: [1, 2, 3, 4]),
        NamedTensor(name: "fc.bias", shape: [1], values: [1]),
      ], optimizerState: sample.optimizerState)
    let stepper = ToyStepper()
    let before = stepper.namedParameters()
    let error = inputError { () throws(InputError) in try foreign.restore(stepper, path: "runs/toy") }
    #expect(
      error?.description == """
        the checkpoint's parameters belong to another model in runs/toy: found missing layer.bias; unexpected fc.bias; \
        misshapen layer.weight [4] instead of [2, 2]; resume it with the model that it was started with, or start a new \
        run.
        """)
    #expect(error?.kind == .malformed)
    #expect(stepper.namedParameters() == before)
  }

  @Test func otherOptimiserBuffersAreNamedBeforeAnythingIsLoaded() throws {
    let sample = CheckpointTests.sample()
    let plain = Checkpoint(
      configuration: sample.configuration, trainingCount: 23, state: sample.state, parameters: sample.parameters,
      optimizerState: [])
    let stepper = ToyStepper()
    let before = stepper.namedParameters()
    let error = inputError { () throws(InputError) in try plain.restore(stepper, path: "runs/toy") }
    #expect(error?.what == "the checkpoint's optimiser buffers belong to another model")
    #expect(stepper.namedParameters() == before)
  }

  @Test func longListsAreCut() {
    let tensors = (1...9).map { NamedTensor(name: "t\($0)", shape: [], values: [0]) }
    let comparison = TensorComparison(model: tensors, file: [])
    #expect(!comparison.isSame)
    #expect(comparison.description == "missing t1, t2, t3, t4 and 5 more")
    #expect(TensorComparison(model: tensors, file: tensors.reversed()).isSame)
  }
}
