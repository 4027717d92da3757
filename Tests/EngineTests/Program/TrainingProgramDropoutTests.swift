import InklingEngine
import InklingTestSupport
import Testing

/// Dropout in training and in prediction.
@Suite struct TrainingProgramDropoutTests {
  private struct Network: Layer {
    let conv = Conv2d(1, 6, kernelSize: 3)
    let spatial: Dropout2d
    let pool = AdaptiveAvgPool2d(Extent2d(2, 3))
    let fc1 = Linear(36, 20)
    let dropout: Dropout
    let fc2 = Linear(20, 4)

    init(_ p: Float) {
      spatial = Dropout2d(p)
      dropout = Dropout(p)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
      let x = pool(spatial(gelu(conv(x))))
      return fc2(dropout(silu(fc1(x.flattened()))))
    }
  }

  private static let model = TrainingModel(
    "a network with dropout", Network(0.4), input: [1, 9, 8], classes: 4, twin: LayerTwin { $1 }, images: 120)

  private func trained(_ set: InstructionSet, threads: Int, steps: Int = 12, seed: UInt64 = 5) throws -> TrainingProgram
  {
    let program = try TrainingProgram(
      Self.model.graph(), seed: seed, optimizer: SGD(learningRate: 0.1, momentum: 0.9),
      loss: CrossEntropyLoss(labelSmoothing: 0.1, weight: [1, 2, 3, 4]), normalization: Self.model.normalization,
      batchSize: 50, threads: threads, instructionSet: set)
    program.train(Self.model.data, steps: 0..<steps, size: 50)
    return program
  }

  @Test(arguments: InstructionSet.available) func anyNumberOfThreads(set: InstructionSet) throws {
    let one = try trained(set, threads: 1).bits
    for threads in 2...4 { #expect(try trained(set, threads: threads).bits == one, "\(threads) threads") }
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx512), "this processor lacks AVX-512"))
  func withAVX2AndAVX512() throws {
    #expect(try trained(.avx2, threads: 2).bits == trained(.avx512, threads: 1).bits)
  }

  /// A stop in the middle: the masks follow from the seed and the step.
  @Test(arguments: [0, 1, 7]) func savedAndLoadedInTheMiddle(pause: Int) throws {
    let whole = try trained(.portable, threads: 1)
    let first = try trained(.portable, threads: 2, steps: pause)
    let second = try trained(.portable, threads: 3, steps: 0)
    try second.load(parameters: first.namedParameters())
    try second.load(optimizerState: first.namedOptimizerState())
    (second.stepCount, second.updateCount) = (first.stepCount, first.updateCount)
    second.train(Self.model.data, steps: pause..<12, size: 50)
    #expect(second.bits == whole.bits)
  }

  /// The seed and the step decide: one batch again is another mask, and without a learning rate another loss.
  @Test func everyStepAndSeedDropsOthers() throws {
    func losses(seed: UInt64) throws -> [Double] {
      let program = try TrainingProgram(
        Self.model.graph(), seed: 5, optimizer: SGD(learningRate: 0), normalization: Self.model.normalization,
        batchSize: 50, threads: 1, instructionSet: .portable)
      let other = try TrainingProgram(
        Self.model.graph(), seed: seed, optimizer: SGD(learningRate: 0), normalization: Self.model.normalization,
        batchSize: 50, threads: 1, instructionSet: .portable)
      try other.load(parameters: program.namedParameters())
      return (0..<3).map { _ in other.step(Self.model.data, 0..<50).lossSum }
    }
    #expect(try Set(losses(seed: 1)).count == 3)
    #expect(try losses(seed: 1) == losses(seed: 1))
    #expect(try losses(seed: 1)[0] != losses(seed: 1 << 40)[0])
  }

  /// An image's mask does not depend on its place in the batch: in another order the same losses add up.
  @Test func anImageKeepsItsMaskInAnyPlace() throws {
    func losses(_ indices: [Int32]) throws -> Double {
      let program = try trained(.portable, threads: 1, steps: 0)
      return program.step(Self.model.data, indices).lossSum
    }
    let order = (0..<20).map { Int32($0 * 3) }
    let (one, other) = try (losses(order), losses(order.reversed()))
    #expect(abs(one - other) < 1e-12 * one)
    #expect(try losses(order.map { $0 + 1 }) != one)
  }

  /// Prediction has no step for it: the same outputs, bit for bit, as of a model that never had dropout.
  @Test(arguments: InstructionSet.available) func predictionDropsNothing(set: InstructionSet) throws {
    let program = try trained(set, threads: 1, steps: 3)
    func logits(_ network: Network) throws -> [Float] {
      try InferenceProgram(
        Graph(tracing: network, input: [1, 9, 8]), parameters: program.namedParameters(),
        normalization: Self.model.normalization, threads: 1, instructionSet: set
      ).logits(images: Self.model.data.images)
    }
    #expect(try logits(Network(0.4)) == logits(Network(0)))
  }
}
