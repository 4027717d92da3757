import InklingEngine
import InklingFiles

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

  package enum Targets {
    case labels([UInt8])
    /// The second images' labels, and the first ones' shares.
    case mixed([UInt8], [UInt8], [Float])
    case numbers([Float])
    case sequences(LabelSequences)
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
      let gradients = try gradients(.values(outputs), targets)
      return Result(
        losses: gradients.losses, predictions: gradients.predictions, loss: gradients.loss ?? .nan,
        gradient: gradients.input ?? [])
    } catch { preconditionFailure("\(error)") }
  }

  private func gradients(_ input: GradientInput, _ targets: Targets) throws(InputError) -> Gradients {
    switch targets {
    case .labels(let labels): try program.gradients(of: .loss(.labels(labels)), at: input)
    case .mixed(let labels, let second, let shares):
      try program.gradients(ofLossOn: labels, mixedWith: second, shares: shares, at: input)
    case .numbers(let numbers): try program.gradients(of: .loss(.numbers(numbers)), at: input)
    case .sequences(let sequences): try program.gradients(of: .loss(.sequences(sequences)), at: input)
    }
  }
}
