import InklingFiles
import Testing

@testable import InklingEngine

/// Models for which there is not enough memory.
@Suite struct ProgramMemoryTests {
  private static let model = TrainingProgramSameBytesTests.models[0]

  @Test func trainingAsksForAllThatItTakes() throws {
    let set = InstructionSet.portable
    let updates = UpdateOptions(accumulationSteps: 2, averaging: WeightAveraging(.exponential(decay: 0.9)))
    let program = try Self.model.program(set, threads: 3, optimizer: AdamW(), updates: updates)
    let margin = 1 << 23
    func attempt(_ bytes: Int) throws {
      _ = try Memory.$allowance.withValue(bytes) {
        try Self.model.program(set, threads: 3, optimizer: AdamW(), updates: updates)
      }
    }
    try attempt(program.engine.bytes + margin)
    let error = #expect(throws: InputError.self) { try attempt(program.engine.bytes * 9 / 10 + margin) }
    #expect(error?.kind == .unavailable)
    #expect(error?.what == "there is not enough memory for the model")
  }

  @Test func predictingToo() throws {
    let program = try Self.model.program(.portable)
    let error = #expect(throws: InputError.self) {
      try Memory.$allowance.withValue(1 << 23) {
        try InferenceProgram(
          Self.model.graph(), parameters: program.namedParameters(), normalization: Self.model.normalization,
          threads: 1, instructionSet: .portable)
      }
    }
    #expect(error?.kind == .unavailable)
  }

  /// 120 planes of 640x640 with their padding: more than 2^31 bytes a block.
  @Test func paddingThatMakesPlanesTooLargeIsRefused() {
    let layers: [any Layer] = [Conv2d(120, 2, kernelSize: 3, stride: 64, padding: 64)]
    let error = #expect(throws: GraphError.self) { try Graph(tracing: Sequential(layers), input: [120, 512, 512]) }
    #expect(error?.remedy == "use less padding or fewer channels")
  }
}
