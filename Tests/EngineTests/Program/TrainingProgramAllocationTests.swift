import InklingAllocationCounter
import InklingEngine
import InklingTestSupport
import Testing

/// A training step allocates nothing once the program is warm.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations are counted with glibc only"))
struct TrainingProgramAllocationTests {
  /// In a process of its own, so that other threads' allocations are the program's.
  @Test func aStepOnOneThread() async {
    await #expect(processExitsWith: .success) { try expectNoAllocations(threads: 1) }
  }

  @Test func aStepOnTwoThreads() async {
    await #expect(processExitsWith: .success) { try expectNoAllocations(threads: 2) }
  }
}

private func expectNoAllocations(threads: Int) throws {
  for set in InstructionSet.available {
    try expectNoAllocations(LeNet(), [1, 28, 28], classes: 10, threads, set)
    try expectNoAllocations(LeNet(), [1, 28, 28], classes: 10, batchSize: 200, threads, set)
    try expectNoAllocations(ResidualNetwork(), ResidualNetwork.input, classes: 7, threads, set)
    try expectNoAllocations(
      NormalizedNetwork(), NormalizedNetwork.input, classes: NormalizedNetwork.classes, threads, set)
  }
}

private func expectNoAllocations(
  _ model: some Layer, _ input: Shape, classes: Int, batchSize: Int = 64, _ threads: Int, _ set: InstructionSet
) throws {
  let data = RandomImages(count: 2 * batchSize, shape: input, classes: classes)
  let program = try TrainingProgram(
    Graph(tracing: model, input: input), seed: 0, optimizer: SGD(learningRate: 0.01, momentum: 0.9),
    normalization: Normalization(mean: 0.5, deviation: 0.5, channels: input.channels), batchSize: batchSize,
    threads: threads, instructionSet: set)
  let indices = (0..<2 * batchSize).map { Int32($0) }
  func step(_ range: Range<Int>) -> Bool {
    program.step(images: data.images, targets: data.targets, indices: indices[range]).lossSum.isFinite
  }
  for _ in 0..<3 { #expect(step(0..<batchSize)) }
  let before = allocations_of_process()
  var isFinite = true
  for _ in 0..<20 {
    isFinite = step(0..<batchSize) && isFinite
    // A short batch too.
    isFinite = step(batchSize..<batchSize + batchSize / 2 + 5) && isFinite
  }
  let allocations = allocations_of_process() - before
  #expect(isFinite)
  #expect(allocations == 0, "\(allocations) in 40 steps on \(set), \(threads) threads")
}
