import InklingEngine
import InklingTestSupport
import Testing

/// Same seed, same bytes.
@Suite struct TrainingProgramSameBytesTests {
  static let models = [
    TrainingModel(
      "the classic network", LeNet(), input: [1, 28, 28], classes: 10, twin: LayerTwin { $1 }, images: 200),
    TrainingModel(
      "a residual network", ResidualNetwork(), input: ResidualNetwork.input, classes: 7, twin: ResidualNetwork.twin,
      images: 150),
    TrainingModel(
      "a network with batch normalisation", NormalizedNetwork(), input: NormalizedNetwork.input,
      classes: NormalizedNetwork.classes, twin: NormalizedNetwork.twin, images: 150),
  ]
  /// A whole number of blocks, and not; several shards.
  static let batchSizes = [64, 50, 17, 2, 230]

  @Test(arguments: models, batchSizes)
  func anyNumberOfThreads(model: TrainingModel, size: Int) throws {
    for set in InstructionSet.available {
      let counts = size > 64 ? [1, 2, 5, 8] : [1, 2, 3, 4]
      let runs = try counts.map { threads in
        let program = try model.program(set, threads: threads, batchSize: size)
        program.train(model.data, steps: 0..<(size > 64 ? 8 : 30), size: size)
        return program.bits
      }
      for (threads, bits) in zip(counts, runs).dropFirst() { #expect(bits == runs[0], "\(set), \(threads) threads") }
    }
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx512), "this processor lacks AVX-512"), arguments: models)
  func withAVX2AndAVX512(model: TrainingModel) throws {
    for size in [64, 230] {
      let runs = try [InstructionSet.avx2, .avx512].map { set in
        let program = try model.program(set, threads: 2, batchSize: size)
        program.train(model.data, steps: 0..<30, size: size)
        return program.bits
      }
      #expect(runs[0] == runs[1], "batches of \(size)")
    }
  }

  @Test(arguments: models, InstructionSet.available)
  func savedAndLoadedInTheMiddle(model: TrainingModel, set: InstructionSet) throws {
    let optimizer = SGD(learningRate: 0.01, momentum: 0.9, dampening: 0.5, weightDecay: 0.001)
    let whole = try model.program(set, optimizer: optimizer)
    whole.train(model.data, steps: 0..<9)
    for pause in [0, 1, 4] {
      let first = try model.program(set, optimizer: optimizer)
      first.train(model.data, steps: 0..<pause)
      // Another seed: nothing of the new program's own values must remain.
      let second = try TrainingProgram(
        model.graph(), seed: 77, optimizer: optimizer, normalization: model.normalization, batchSize: 64, threads: 3,
        instructionSet: set)
      try second.load(
        parameters: Safetensors(decoding: Safetensors(tensors: first.namedParameters()).encoded()).tensors)
      try second.load(optimizerState: first.namedOptimizerState().reversed())
      (second.stepCount, second.updateCount) = (first.stepCount, first.updateCount)
      second.train(model.data, steps: pause..<9)
      #expect(second.bits == whole.bits, "paused after \(pause) steps")
      #expect(second.stepCount == 9)
    }
  }

  @Test func theSeedDecides() throws {
    func program(seed: UInt64) throws -> TrainingProgram {
      try TrainingProgram(
        Self.models[0].graph(), seed: seed, optimizer: SGD(), normalization: Self.models[0].normalization,
        batchSize: 16,
        threads: 1, instructionSet: .portable)
    }
    #expect(try program(seed: 1).bits == program(seed: 1).bits)
    #expect(try program(seed: 1).bits != program(seed: 2).bits)
    #expect(try program(seed: 1).bits != program(seed: 1 << 32).bits)
  }

  /// The order of the images is part of what is computed, and only that.
  @Test func theOrderOfBatchesDecides() throws {
    let model = Self.models[0]
    let (a, b) = try (model.program(.portable), model.program(.portable))
    a.train(model.data, steps: 0..<2)
    b.train(model.data, steps: 1..<2)
    b.train(model.data, steps: 0..<1)
    #expect(a.bits != b.bits)
  }
}
