import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@Suite struct PositionCrossEntropyLossTests {
  private static let outputs = (0..<36).map { Float($0 * 37 % 23 - 11) / 7 }
  private static let texts = Targets.sequences(LabelSequences([[1, 2], [3], [2, 2, 1]]))
  /// PyTorch's, in float64: `cross_entropy(z, t)` of z `[3, 4, 3]` and t `[[1, 2, 0], [3, 0, 0], [2, 2, 1]]`.
  private static let gradient: [Float] = [
    0.003775296, 0.053840285, -0.103654988, -0.054127458, 0.030404585, 0.004210608, 0.032179702, -0.093941091,
    0.063554181, 0.018172461, 0.009696221, 0.035890198, 0.007456124, -0.057270826, -0.057270826, 0.004210608,
    0.030404585, 0.030404585, 0.063554181, 0.01717002, 0.01717002, -0.075220913, 0.009696221, 0.009696221, 0.053840285,
    0.007456124, 0.053840285, 0.030404585, 0.004210608, -0.080706526, -0.093941091, -0.04755693, 0.01717002,
    0.009696221, 0.035890198, 0.009696221,
  ]

  private func run(_ loss: PositionCrossEntropyLoss, _ set: InstructionSet, threads: Int = 1) throws -> LossProbe.Result
  {
    try LossProbe(loss, outputs: [4, 1, 3], instructionSet: set, threads: threads, batchSize: 3).run(
      outputs: Self.outputs, Self.texts)
  }

  @Test(arguments: InstructionSet.available) func agreesWithPyTorch(set: InstructionSet) throws {
    let mean = try run(PositionCrossEntropyLoss(), set)
    #expect(abs(mean.loss - 1.281961351907925) < 1e-6)
    for (own, expected) in zip(mean.gradient, Self.gradient) { #expect(abs(own - expected) < 1e-7) }
    let sum = try run(PositionCrossEntropyLoss(reduction: .sum), set)
    #expect(abs(sum.loss - 11.537652167171327) < 1e-5)
    for (own, expected) in zip(sum.gradient, Self.gradient) { #expect(abs(own - 9 * expected) < 1e-6) }
  }

  /// A text is right when every position is, those behind its end too.
  @Test func tellsWhichTextsAreRight() throws {
    func row(_ classes: [Int]) -> [Float] { (0..<4).flatMap { k in classes.map { $0 == k ? 5 : 0 } } }
    let result = try LossProbe(
      PositionCrossEntropyLoss(), outputs: [4, 1, 3], instructionSet: .portable, batchSize: 3
    ).run(outputs: row([1, 2, 0]) + row([3, 0, 1]) + row([2, 1, 1]), Self.texts)
    #expect(result.predictions == [1, 0, 0])
  }

  @Test func refusesFeatures() {
    let error = #expect(throws: InputError.self) { try PositionCrossEntropyLoss().head(for: [12]) }
    #expect(error?.kind == .usage)
  }
}

@Suite struct TextDecodingTests {
  /// `[3 classes, 6 steps]` with these classes on top.
  private func logits(_ classes: [Int]) -> [Float] { (0..<3).flatMap { k in classes.map { $0 == k ? 1 : -1 } } }

  @Test func theBestPathLeavesOutRepeatsAndBlanks() {
    #expect(TextDecoding.bestPath.labels(logits([0, 1, 1, 0, 1, 2])[...], classes: 3) == [1, 1, 2])
    #expect(TextDecoding.bestPath.labels(logits([0, 0, 0, 0, 0, 0])[...], classes: 3) == [])
    #expect(TextDecoding.bestPath.labels(logits([2, 2, 2, 1, 1, 2])[...], classes: 3) == [2, 1, 2])
  }

  @Test func positionsLeaveOutNone() {
    #expect(TextDecoding.positions.labels(logits([1, 1, 2, 0, 0, 0])[...], classes: 3) == [1, 1, 2])
  }

  /// What a step of training counts as right is what decoding gives.
  @Test(arguments: InstructionSet.available) func agreesWithTheLoss(set: InstructionSet) throws {
    var random = RandomTensors(seed: 12)
    let outputs = random.floats(200 * 3 * 5)
    let texts = (0..<200).map { [[1], [2, 1], [1, 2], [2], [1, 1]][$0 % 5] }
    let result = try LossProbe(CTCLoss(), outputs: [3, 1, 5], instructionSet: set, batchSize: 200).run(
      outputs: outputs, .sequences(LabelSequences(texts)))
    let right = texts.indices.map {
      TextDecoding.bestPath.labels(outputs[$0 * 15..<($0 + 1) * 15], classes: 3) == texts[$0] ? Int32(1) : 0
    }
    #expect(result.predictions == right && right.contains(1) && right.contains(0))
  }
}
