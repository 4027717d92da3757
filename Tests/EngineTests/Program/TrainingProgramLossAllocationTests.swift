import InklingAllocationCounter
import InklingEngine
import InklingTestSupport
import Testing

/// Steps with every layer and loss of this kind allocate nothing.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations are counted with glibc only"))
struct TrainingProgramLossAllocationTests {
  @Test func aStepOnOneThread() async {
    await #expect(processExitsWith: .success) { try expectNoAllocations(threads: 1) }
  }

  @Test func aStepOnTwoThreads() async {
    await #expect(processExitsWith: .success) { try expectNoAllocations(threads: 2) }
  }
}

private let features: [any Layer] = [
  Conv2d(1, 3, kernelSize: 3), GELU(), Dropout2d(0.2), PReLU(3), AdaptiveMaxPool2d(3), SiLU(), AdaptiveAvgPool2d(2),
  Flatten(), Dropout(), Linear(12, 4), Softplus(),
]

/// Three kinds of answers at once.
private struct ThreeOutputs: BranchingModel {
  let shared = Conv2d(1, 3, kernelSize: Extent2d(5, 1))
  let digit = Linear(18, 4)
  let numbers = Linear(18, 4)

  func callAsFunction(_ x: Tensor) -> [NamedTensorOutput] {
    let line = shared(x)
    let features = line.flattened()
    return [
      NamedTensorOutput("digit", digit(features)), NamedTensorOutput("text", line),
      NamedTensorOutput("numbers", numbers(features)),
    ]
  }
}

private func expectNoAllocations(threads: Int) throws {
  let data = RandomImages(count: 64, shape: [1, 5, 6], classes: 4)
  let indices = (0..<64).map { Int32($0) }
  let targets = Targets.numbers(TargetRows(Array(repeating: 0.25, count: 64 * 4), width: 4))
  let sequences = Targets.sequences(LabelSequences((0..<64).map { Array([1, 2, 1].prefix($0 % 4)) }))
  for set in InstructionSet.available {
    func program(_ layers: [any Layer], _ loss: any Loss) throws -> TrainingProgram {
      try TrainingProgram(
        Graph(tracing: Sequential(layers), input: [1, 5, 6]), seed: 0, optimizer: SGD(learningRate: 0.01), loss: loss,
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 64, threads: threads,
        instructionSet: set)
    }
    let labelled = try program(features, CrossEntropyLoss(labelSmoothing: 0.1, weight: [1, 2, 3, 4]))
    let likelihood = try program(features + [LogSoftmax()], NLLLoss())
    let numerical = try program(features, SmoothL1Loss())
    let binary = try program(features, BCEWithLogitsLoss())
    let soft = try program(features, CrossEntropyLoss())
    let temporal = try program([Conv2d(1, 3, kernelSize: Extent2d(5, 1)), Tanh()], CTCLoss())
    let several = try severalProgram(set, threads: threads)
    let heads = Targets.heads([
      HeadTargets(output: "digit", targets: data.targets), HeadTargets(output: "text", targets: sequences),
      HeadTargets(output: "numbers", targets: targets),
    ])
    for size in [64, 37] {
      expectNone("several losses, \(set)") {
        several.step(images: data.images, targets: heads, indices: indices[..<size])
      }
      expectNone("labels, \(set)") {
        labelled.step(images: data.images, targets: data.targets, indices: indices[..<size])
      }
      expectNone("likelihood, \(set)") {
        likelihood.step(images: data.images, targets: data.targets, indices: indices[..<size])
      }
      expectNone("numbers, \(set)") {
        numerical.step(images: data.images, targets: targets, indices: indices[..<size])
      }
      expectNone("several labels, \(set)") {
        binary.step(images: data.images, targets: targets, indices: indices[..<size])
      }
      expectNone("probabilities, \(set)") {
        soft.step(images: data.images, targets: targets, indices: indices[..<size])
      }
      expectNone("sequences, \(set)") {
        temporal.step(images: data.images, targets: sequences, indices: indices[..<size])
      }
    }
  }
}

private func severalProgram(_ set: InstructionSet, threads: Int) throws -> TrainingProgram {
  try TrainingProgram(
    Graph(tracing: ThreeOutputs(), input: [1, 5, 6]), seed: 0, optimizer: SGD(learningRate: 0.01),
    loss: SeveralLosses([
      .init("digit", CrossEntropyLoss()), .init("text", CTCLoss(zeroInfinity: true)),
      .init("numbers", BCEWithLogitsLoss(), weight: 0.5),
    ]), normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 64, threads: threads,
    instructionSet: set)
}

private func expectNone(_ name: String, _ step: () -> StepResult) {
  var isFinite = true
  for _ in 0..<3 { isFinite = step().lossSum.isFinite && isFinite }
  let before = allocations_of_process()
  for _ in 0..<10 { isFinite = step().lossSum.isFinite && isFinite }
  let allocations = allocations_of_process() - before
  #expect(isFinite && allocations == 0, "\(name): \(allocations) in 10 steps")
}
