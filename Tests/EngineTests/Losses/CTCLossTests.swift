import InklingEngine
import InklingTestSupport
import Testing

/// The forward-backward algorithm against a sum over all paths.
@Suite struct CTCLossTests {
  private static let classes = 3
  private static let steps = 5
  private static let size = classes * steps
  /// Repeats, none at all, as many as fit exactly, and both labels.
  static let sequences: [[Int]] = [
    [1], [2, 1], [1, 1], [], [1, 2, 1], [2, 2, 2], [1, 2, 1, 2, 1], [2, 2], [1, 1, 2], [2, 1, 2, 1],
  ]

  private func outputs(scale: Float = 1) -> [Float] {
    var random = RandomTensors(seed: 4)
    return random.floats(Self.sequences.count * Self.size, scale: scale)
  }

  private func twin(_ image: Int, _ logits: [Double], blank: Int = 0, reduction: Reduction) -> Double {
    let labels = Self.sequences[image].map { $0 == blank ? 0 : $0 }
    let loss = NaiveLosses.temporalClassification(
      Array(logits[image * Self.size..<(image + 1) * Self.size]), classes: Self.classes, steps: Self.steps,
      labels: labels, blank: blank)
    return reduction == .mean ? loss / Double(max(labels.count, 1)) : loss
  }

  private func probe(_ loss: CTCLoss, _ set: InstructionSet, threads: Int = 1, images: Int) throws -> LossProbe {
    try LossProbe(
      loss, outputs: [Self.classes, 1, Self.steps], instructionSet: set, threads: threads, batchSize: images)
  }

  @Test(arguments: InstructionSet.available, [CTCLoss(), CTCLoss(reduction: .sum), CTCLoss(blank: 2)])
  func agreesWithTheSumOverAllPaths(set: InstructionSet, loss: CTCLoss) throws {
    let (blank, reduction) = (loss.blank, loss.reduction)
    let outputs = outputs(), doubles = outputs.map(Double.init), count = Self.sequences.count
    func total(_ z: [Double]) -> Double {
      (0..<count).reduce(0) { $0 + twin($1, z, blank: blank, reduction: reduction) }
        / (reduction == .mean ? Double(count) : 1)
    }
    let sequences = Self.sequences.map { $0.map { $0 == blank ? 0 : $0 } }
    let result = try probe(loss, set, images: count).run(
      outputs: outputs, .sequences(LabelSequences(sequences)))
    #expect(abs(result.loss - total(doubles)) < 1e-6 * total(doubles))
    let expected = GradientChecker().gradient(of: total, at: doubles)
    #expect(largestRelativeDeviation(of: result.gradient, from: expected) < 1e-6)
  }

  /// [1, 1, 1] needs two blanks between: five steps, not four.
  @Test(arguments: InstructionSet.available)
  func whatCannotBeAlignedIsInfinite(set: InstructionSet) throws {
    let sequences = LabelSequences([[1, 1, 1], [1], [1, 2, 1, 2, 1]])
    var random = RandomTensors(seed: 2)
    let outputs = random.floats(3 * 12)
    func run(_ loss: CTCLoss) throws -> LossProbe.Result {
      try LossProbe(loss, outputs: [3, 1, 4], instructionSet: set, batchSize: 3).run(
        outputs: outputs, .sequences(sequences))
    }
    let infinite = try run(CTCLoss())
    #expect(infinite.losses[0] == .infinity && infinite.losses[2] == .infinity && infinite.losses[1].isFinite)
    #expect(infinite.gradient[..<12].allSatisfy { $0.isNaN } && infinite.gradient[12..<24].allSatisfy { $0.isFinite })
    let zero = try run(CTCLoss(zeroInfinity: true))
    #expect(zero.losses[0] == 0 && zero.losses[1] == infinite.losses[1] && zero.losses[2] == 0)
    #expect(zero.gradient[..<12].allSatisfy { $0 == 0 } && zero.gradient[24...].allSatisfy { $0 == 0 })
    #expect(Array(zero.gradient[12..<24]) == Array(infinite.gradient[12..<24]))
  }

  /// Probabilities of e^-2000 are nothing in Double, and their logarithms are not.
  @Test(arguments: InstructionSet.available)
  func steepLogitsStayFinite(set: InstructionSet) throws {
    let outputs = outputs(scale: 400)
    let result = try probe(CTCLoss(), set, images: Self.sequences.count).run(
      outputs: outputs, .sequences(LabelSequences(Self.sequences)))
    #expect(result.losses.allSatisfy { $0.isFinite && $0 >= 0 } && result.losses.contains { $0 > 300 })
    #expect(result.gradient.allSatisfy { abs($0) <= 1 })
  }

  @Test func givesTheSameBits() throws {
    let sequences = LabelSequences((0..<40).map { Self.sequences[$0 % Self.sequences.count] })
    var random = RandomTensors(seed: 8)
    let outputs = random.floats(40 * Self.size)
    let runs = try InstructionSet.available.flatMap { set in
      try (1...3).map { threads in
        let result = try probe(CTCLoss(), set, threads: threads, images: 40).run(
          outputs: outputs, .sequences(sequences))
        return (result.losses + result.gradient).map(\.bitPattern)
      }
    }
    #expect(Set(runs).count == 1)
  }

  @Test func aNaNIsSeen() throws {
    var outputs = outputs()
    outputs[Self.size + 3] = .nan
    let result = try probe(CTCLoss(), .portable, images: Self.sequences.count).run(
      outputs: outputs, .sequences(LabelSequences(Self.sequences)))
    #expect(result.losses[1].isNaN && result.losses[0].isFinite && result.losses[2].isFinite)
  }
}
