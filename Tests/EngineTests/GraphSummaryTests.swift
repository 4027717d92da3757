import Testing

@testable import InklingEngine

@Suite struct GraphSummaryTests {
  @Test func theClassicNetworkInFigures() throws {
    let summary = GraphSummary(of: try Graph(tracing: LeNet(), input: [1, 28, 28]))
    #expect(summary.parameters == 44_426)
    #expect(summary.layers.first?.operation == "Input")
    #expect(summary.layers.first?.outputShape == [1, 28, 28])
    let learned = summary.layers.filter { $0.parameters > 0 }
    #expect(learned.map(\.name) == ["conv1", "conv2", "fc1", "fc2", "fc3"])
    #expect(learned.map(\.parameters) == [156, 2_416, 30_840, 10_164, 850])
    #expect(learned.map(\.outputShape) == [[6, 24, 24], [16, 8, 8], [120], [84], [10]])
    // Outputs times kernel elements: 6*24*24*25, 16*8*8*6*25, 256*120, 120*84, 84*10.
    #expect(learned.map(\.multiplyAdds) == [86_400, 153_600, 30_720, 10_080, 840])
    #expect(summary.multiplyAdds == 281_640)
    #expect(summary.memory == nil)
  }

  @Test func whatTheOutputDoesNotDependOnIsLeftOut() throws {
    struct Wasteful: Layer {
      let used = Linear(4, 3)
      let unused = Linear(4, 100)
      func callAsFunction(_ x: Tensor) -> Tensor {
        _ = unused(x)
        return used(x)
      }
    }
    let summary = GraphSummary(of: try Graph(tracing: Wasteful(), input: [4]))
    #expect(summary.layers.map(\.name) == ["input", "used"])
    #expect(summary.multiplyAdds == 12)
  }

  @Test func memoryIsTheProgramsAndGrowsByBlocksAndThreads() throws {
    func memory(_ batchSize: Int, _ threads: Int) throws -> GraphSummary.Memory {
      let program = try TrainingProgram(
        try Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: SGD(),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: batchSize, threads: threads,
        instructionSet: .portable)
      let memory = try #require(GraphSummary(of: program).memory)
      #expect(memory.total == program.memory)
      return memory
    }
    let small = try memory(16, 1)
    #expect(small.parameters == 44_426 * 4)
    // 784 + 2 * 3456 + 864 + 2 * 1024 + 256 + 256 + 2 * 120 + 2 * 84 + 10 numbers for each of sixteen images.
    #expect(small.activationsPerBlock == 11_538 * 64)
    #expect(small.arenaPerThread > 0 && small.arenaPerThread < 2 * small.activationsPerBlock)
    let (moreBlocks, moreThreads) = (try memory(64, 1).total - small.total, try memory(16, 2).total - small.total)
    #expect(moreBlocks == 3 * small.perBlock)
    #expect(moreThreads == small.arenaPerThread)
  }
}
