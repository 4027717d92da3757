import InklingAllocationCounter
import InklingDatasets
import InklingFiles
import Testing

@testable import InklingEngine
@testable import InklingTraining

@Suite struct TrainingLoopAllocationTests {
  @Test(.enabled(if: allocation_counter_is_available()))
  func nothingIsAllocatedFromStepToStep() throws {
    let stepper = IdleStepper()
    let data = LabeledImages(
      images: [UInt8](repeating: 1, count: 2000), labels: [UInt8](repeating: 0, count: 2000), channels: 1, height: 1,
      width: 1, classNames: ["a"])
    var now = 0.0
    var events = 0
    var loop = TrainingLoop(
      configuration: RunConfiguration(epochs: 1, batchSize: 5, threads: 1), data: data, stepper: stepper, run: nil,
      from: nil, shouldStop: { false },
      clock: {
        now += 0.001
        return now
      }, send: { _ in events += 1 })
    #expect(try loop.train())
    #expect(events > 5)
    // Other tests run at the same time, on other threads.
    #expect(stepper.last - stepper.second == 0)
  }
}

/// Does nothing but count the allocations of its thread.
private final class IdleStepper: TrainingStepper {
  private(set) var second: UInt64 = 0
  private(set) var last: UInt64 = 0
  var stepCount = 0

  func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
    stepCount += 1
    last = allocations_of_thread()
    if stepCount == 2 { second = last }
    return StepResult(lossSum: 1, correct: 0, count: indices.count)
  }

  func namedParameters() -> [NamedTensor] { [] }
  func load(parameters: [NamedTensor]) throws(InputError) {}
  func namedOptimizerState() -> [NamedTensor] { [] }
  func load(optimizerState: [NamedTensor]) throws(InputError) {}
  func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? { nil }
}
