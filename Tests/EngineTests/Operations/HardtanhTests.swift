import InklingEngine
import InklingFiles
import Testing

/// `Graph.Operation.hardtanh`, and inference on numbers in place of bytes.
@Suite struct HardtanhTests {
  private static func graph(_ low: Float, _ high: Float) throws -> Graph {
    try Graph(
      nodes: [
        .init(name: "input", operation: .input(.init(shape: [5])), inputs: []),
        .init(name: "clip", operation: .hardtanh(.init(minVal: low, maxVal: high)), inputs: [0]),
      ], parameters: [], output: 1)
  }

  private static let normalization = Normalization(mean: 0, deviation: 1, channels: 5)

  @Test(arguments: InstructionSet.available) func clipsAndHasNoSlopeAtTheBends(set: InstructionSet) throws {
    let inputs: [Float] = [-1e30, -0.5, 0, 1.25, 6, 6.5, .infinity, -.infinity, 3, 5.999]
    let program = try GradientProgram(
      Self.graph(0, 6), parameters: [], normalization: Self.normalization, instructionSet: set)
    let result = try program.gradients(of: .gradient([Float](repeating: 2, count: 10)), at: .values(inputs))
    #expect(result.outputs == [0, 0, 0, 1.25, 6, 6, 6, 0, 3, 5.999])
    #expect(result.input == [0, 0, 0, 2, 0, 0, 0, 0, 2, 2])
  }

  /// Few and many images take other steps.
  @Test(arguments: [1, 8, 9, 40]) func inferenceTakesNumbersAsTheyAre(count: Int) throws {
    let session = try InferenceSession(Self.graph(-2.5, 30), parameters: [], normalization: Self.normalization)
    let inputs = (0..<count * 5).map { Float($0) - 3.75 }
    #expect(session.logits(values: inputs) == inputs.map { min(max($0, -2.5), 30) })
    #expect(session.logits(images: [1, 2, 3, 4, 255]) == [1, 2, 3, 4, 255].map { $0 * (1 / 255) })
  }

  @Test func refusesBoundsThatCross() {
    #expect(throws: InputError.self) { try Self.graph(1, 1) }
    #expect(throws: InputError.self) { try Self.graph(0, .nan) }
  }
}
