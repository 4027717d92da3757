import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// What losses do at the far ends, and what they refuse.
@Suite struct LossEdgeTests {
  @Test(arguments: InstructionSet.available)
  func largeLogitsStayFinite(set: InstructionSet) throws {
    let logits: [Float] = [3e38, -3e38, 0, 500, 499, -1e4]
    let cross = try LossProbe(
      CrossEntropyLoss(labelSmoothing: 0.125), outputs: [3], instructionSet: set, batchSize: 2
    ).run(outputs: logits, .labels([0, 0]))
    #expect(cross.gradient.allSatisfy { $0.isFinite })
    #expect(
      abs(
        cross.losses[1]
          - Float(
            NaiveLosses.crossEntropy(
              [500, 499, -1e4], target: [1, 0, 0], smoothing: 0.125))) < 1e-4 * cross.losses[1])
    let binary = try LossProbe(BCEWithLogitsLoss(), outputs: [6], instructionSet: set, batchSize: 1).run(
      outputs: [1e30, -1e30, 100, -100, 0, 1e-20], .numbers(TargetRows([1, 0, 1, 0, 0.5, 0.5], width: 6)))
    #expect(binary.losses[0].isFinite && abs(binary.losses[0] - 2 * 0.693_147_2 / 6) < 1e-6)
    #expect(binary.gradient.allSatisfy { $0.isFinite })
  }

  /// A class that is no target's may have an infinite logit.
  @Test(arguments: InstructionSet.available)
  func impossibleClassesDoNotCount(set: InstructionSet) throws {
    let result = try LossProbe(
      CrossEntropyLoss(weight: [1, 2, 1]), outputs: [3], instructionSet: set, batchSize: 1
    ).run(outputs: [0, 0, -.infinity], .labels([1]))
    #expect(abs(result.loss - 0.693_147_18) < 1e-6 && result.gradient[2] == 0)
  }

  @Test(arguments: InstructionSet.available)
  func classesWithoutWeightHaveNoGradient(set: InstructionSet) throws {
    let result = try LossProbe(
      CrossEntropyLoss(weight: [0, 1]), outputs: [2], instructionSet: set, batchSize: 2
    ).run(outputs: [1, 2, 3, 4], .labels([0, 0]))
    #expect(result.gradient == [0, 0, 0, 0])
  }

  static let refused: [(any Loss, Shape, String)] = [
    (CrossEntropyLoss(labelSmoothing: 1.5), [3], "label smoothing"),
    (CrossEntropyLoss(labelSmoothing: .nan), [3], "label smoothing"),
    (CrossEntropyLoss(weight: [1, 2]), [3], "one weight a class"),
    (CrossEntropyLoss(weight: [1, -2, 1]), [3], "class weight"),
    (CrossEntropyLoss(), [3, 1, 2], "model's output"), (NLLLoss(weight: [.infinity, 1]), [2], "class weight"),
    (NLLLoss(), [3, 1, 2], "model's output"), (SmoothL1Loss(beta: -1), [3], "beta"),
    (BCEWithLogitsLoss(posWeight: [1]), [3], "one weight"), (CTCLoss(), [3], "model's output"),
    (CTCLoss(), [3, 2, 4], "model's output"), (CTCLoss(blank: 3), [3, 1, 4], "blank"),
  ]

  @Test(arguments: refused.indices) func refusesWhatItCannotTake(index: Int) {
    let (loss, outputs, words) = Self.refused[index]
    do throws(InputError) {
      _ = try loss.head(for: outputs)
      Issue.record("\(loss) took \(outputs)")
    } catch {
      #expect(error.kind == .usage && "\(error)".contains(words), "\(error)")
    }
  }
}
