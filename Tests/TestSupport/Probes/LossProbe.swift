package import InklingEngine
package import InklingTargets

/// A loss by itself, run on given outputs: a gradient program without a layer.
package final class LossProbe {
  package struct Result {
    /// One an image.
    package var losses: [Float]
    package var predictions: [Int32]
    /// As the program sees it: the mean, or the sum.
    package var loss: Double
    /// By the outputs, `[N, ...]` row-major.
    package var gradient: [Float]
  }

  private let program: GradientProgram

  package init(
    _ loss: any Loss, outputs: Shape, instructionSet: InstructionSet, threads: Int = 1, batchSize: Int
  ) throws {
    program = try GradientProgram(
      Graph(tracing: Sequential(), input: outputs), parameters: [], normalization: .none(of: outputs), loss: loss,
      threads: threads, instructionSet: instructionSet)
  }

  package func run(outputs: [Float], _ targets: Targets) -> Result {
    do {
      return Result(try program.gradients(of: .loss(targets), at: .values(outputs)))
    } catch { preconditionFailure("\(error)") }
  }

  /// The same on mixtures: `shares` of the labels, and the rest of the second labels.
  package func run(outputs: [Float], mixing labels: [Int32], _ secondLabels: [Int32], _ shares: [Float]) -> Result {
    do {
      return Result(
        try program.gradients(ofLossOn: labels, mixedWith: secondLabels, shares: shares, at: .values(outputs)))
    } catch { preconditionFailure("\(error)") }
  }
}

extension LossProbe.Result {
  fileprivate init(_ gradients: Gradients) {
    self.init(
      losses: gradients.losses, predictions: gradients.predictions, loss: gradients.loss ?? .nan,
      gradient: gradients.input ?? [])
  }
}
