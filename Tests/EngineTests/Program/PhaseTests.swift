import InklingTestSupport
import Testing

@testable import InklingEngine

@Suite struct PhaseTests {
  @Test func oneWithoutReductions() {
    #expect(Phase.cut(7, at: []) == [Phase(steps: 0..<7, reductions: 0..<0)])
  }

  @Test func cutWhereTheReductionsAre() {
    #expect(
      Phase.cut(9, at: [2, 5, 5, 9]) == [
        Phase(steps: 0..<2, reductions: 0..<1), Phase(steps: 2..<5, reductions: 1..<3),
        Phase(steps: 5..<9, reductions: 3..<4), Phase(steps: 9..<9, reductions: 4..<4),
      ])
  }

  /// Without phases a thread has one arena for all of its blocks; with them each block keeps its own. A thread has room
  /// for sums that wait, where there are two shards.
  @Test func memoryOfEachBlock() throws {
    func memory(_ model: some Layer, _ input: Shape, batchSize: Int, threads: Int) throws -> Int {
      try TrainingProgram(
        Graph(tracing: model, input: input), seed: 0, optimizer: SGD(),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: input.channels), batchSize: batchSize,
        threads: threads, instructionSet: .portable
      ).memory
    }
    func plan(_ model: some Layer, _ input: Shape) throws -> MemoryPlan {
      try BlockProgram(
        Graph(tracing: model, input: input), kernels: InstructionSet.portable.kernels, isTraining: true,
        source: { _ in { _ in { _ in } } }, head: { _, _ in { _ in { _ in } } }
      ).plan
    }
    let classic = try plan(LeNet(), [1, 28, 28])
    // Nothing takes as much as the smallest piece of memory.
    let waiting = Shards.waitingBytes(blocks: 8) - 64
    #expect(
      try memory(LeNet(), [1, 28, 28], batchSize: 128, threads: 1)
        - memory(LeNet(), [1, 28, 28], batchSize: 64, threads: 1) == 4 * classic.blockBytes + waiting)
    let normalized = try plan(NormalizedNetwork(), NormalizedNetwork.input)
    #expect(
      try memory(NormalizedNetwork(), NormalizedNetwork.input, batchSize: 128, threads: 1)
        - memory(NormalizedNetwork(), NormalizedNetwork.input, batchSize: 64, threads: 1)
        == 4 * (normalized.blockBytes + normalized.arenaBytes) + waiting)
  }
}
