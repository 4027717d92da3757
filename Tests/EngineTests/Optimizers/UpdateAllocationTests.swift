import InklingAllocationCounter
import InklingEngine
import InklingTestSupport
import Testing

/// Every optimiser, with everything switched on and a schedule, allocates nothing from step to step.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations are counted with glibc only"))
struct UpdateAllocationTests {
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
    for optimizer in UpdateSameBytesTests.optimizers {
      for options in [UpdateOptions(), UpdateSameBytesTests.everything] {
        try expectNoAllocations(optimizer, options, threads, set)
      }
    }
  }
}

private func expectNoAllocations(
  _ optimizer: any Optimizer, _ options: UpdateOptions, _ threads: Int, _ set: InstructionSet
) throws {
  let data = RandomImages(count: 128, shape: [1, 28, 28], classes: 10)
  let program = try TrainingProgram(
    Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: optimizer,
    normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 64, threads: threads,
    instructionSet: set, updates: options)
  let schedule = SequentialLR.warmUp(steps: 3, then: OneCycleLR(maxLR: 0.002, totalSteps: 30))
  let indices = (0..<128).map { Int32($0) }
  func step(_ range: Range<Int>) -> Bool {
    program.follow(schedule, base: 0.001)
    return program.step(images: data.images, targets: data.targets, indices: indices[range]).lossSum.isFinite
  }
  for _ in 0..<4 { #expect(step(0..<64)) }
  let before = allocations_of_process()
  var isFinite = true
  for _ in 0..<6 {
    isFinite = step(0..<64) && isFinite
    isFinite = step(64..<101) && isFinite
  }
  let allocations = allocations_of_process() - before
  #expect(isFinite)
  #expect(allocations == 0, "\(allocations) in 12 steps of \(type(of: optimizer)) on \(set), \(threads) threads")
}
