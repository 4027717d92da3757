import InklingEngine
import InklingTestSupport
import Testing

/// Same seed, same bytes, with everything switched on.
@Suite struct UpdateSameBytesTests {
  static let everything = UpdateOptions(
    groups: [ParameterGroup(matching: "fc3.*", learningRateScale: 3, weightDecay: 0.1)], decaysBiasesAndNorms: false,
    clipping: GradientClipping(norm: 0.3, value: 0.05), accumulationSteps: 2,
    averaging: WeightAveraging(.exponential(decay: 0.9, warmUp: true)))
  static let optimizers: [any Optimizer] = [
    SGD(learningRate: 0.01, momentum: 0.9, weightDecay: 0.01), Adam(learningRate: 0.01, amsgrad: true), NAdam(),
    RMSprop(momentum: 0.5, centered: true), Adagrad(initialAccumulatorValue: 0.1), Adadelta(), Lion(), Muon(),
  ]
  private static var model: TrainingModel { TrainingProgramSameBytesTests.models[0] }

  /// Every bit that a program holds, its average included.
  private func bits(_ program: TrainingProgram) -> [[UInt32]] {
    program.bits + program.averagedParameters().map { $0.values.map(\.bitPattern) }
  }

  @Test(arguments: optimizers.indices)
  func anyNumberOfThreads(index: Int) throws {
    for set in InstructionSet.available {
      let runs = try [1, 2, 3, 4].map { threads in
        let program = try Self.model.program(
          set, threads: threads, batchSize: 50, optimizer: Self.optimizers[index], updates: Self.everything)
        program.train(Self.model.data, steps: 0..<8, size: 50)
        return bits(program)
      }
      for (threads, bits) in zip(2...4, runs.dropFirst()) { #expect(bits == runs[0], "\(set), \(threads) threads") }
    }
  }

  @Test(
    .enabled(if: InstructionSet.available.contains(.avx512), "this processor lacks AVX-512"),
    arguments: optimizers.indices)
  func withAVX2AndAVX512(index: Int) throws {
    for options in [UpdateOptions(), Self.everything] {
      let runs = try [InstructionSet.avx2, .avx512].map { set in
        let program = try Self.model.program(set, threads: 2, optimizer: Self.optimizers[index], updates: options)
        program.train(Self.model.data, steps: 0..<8)
        return bits(program)
      }
      #expect(runs[0] == runs[1])
    }
  }

  /// Collecting the gradients first changes the order of no sum.
  @Test(arguments: optimizers.indices.dropLast(), InstructionSet.available)
  func collectedGradientsAreTheSame(index: Int, set: InstructionSet) throws {
    let never = UpdateOptions(clipping: GradientClipping(norm: 1e30))
    let runs = try [UpdateOptions(), never].map { options in
      let program = try Self.model.program(set, threads: 2, optimizer: Self.optimizers[index], updates: options)
      program.train(Self.model.data, steps: 0..<4)
      return program.bits
    }
    #expect(runs[0] == runs[1])
  }

  /// Stopped in the middle of an accumulation too, and continued in another program.
  @Test(arguments: optimizers.indices, [1, 4, 5])
  func savedAndLoadedInTheMiddle(index: Int, pause: Int) throws {
    guard let set = InstructionSet.available.last else { return }
    let optimizer = Self.optimizers[index]
    let whole = try Self.model.program(set, optimizer: optimizer, updates: Self.everything)
    whole.train(Self.model.data, steps: 0..<9)
    let first = try Self.model.program(set, optimizer: optimizer, updates: Self.everything)
    first.train(Self.model.data, steps: 0..<pause)
    // Another seed: nothing of the new program's own values must remain.
    let second = try TrainingProgram(
      Self.model.graph(), seed: 77, optimizer: optimizer, normalization: Self.model.normalization, batchSize: 64,
      threads: 3, instructionSet: set, updates: Self.everything)
    func copied(_ tensors: [NamedTensor]) throws -> [NamedTensor] {
      try Safetensors(decoding: Safetensors(tensors: tensors).encoded()).tensors
    }
    try second.load(parameters: copied(first.namedParameters()))
    try second.load(optimizerState: copied(first.namedOptimizerState()).reversed())
    (second.stepCount, second.updateCount) = (first.stepCount, first.updateCount)
    second.train(Self.model.data, steps: pause..<9)
    #expect(bits(second) == bits(whole))
  }
}
