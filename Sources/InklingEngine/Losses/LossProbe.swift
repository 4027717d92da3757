import InklingFiles
import InklingTargets

/// A loss by itself, run on given outputs: what evaluations take, and what tests hold against PyTorch.
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

  private let head: LossHead
  private let size: Int
  private let engine: BlockEngine
  private let mixture = Mixture()

  /// `@unchecked Sendable`: written between runs only.
  private final class Mixture: @unchecked Sendable {
    var labels: [Int32] = []
    var secondLabels: [Int32] = []
    var shares: [Float] = []
  }

  package init(
    _ loss: any Loss, outputs: Shape, instructionSet: InstructionSet, threads: Int = 1, batchSize: Int
  ) throws(InputError) {
    let head = try loss.head(for: outputs)
    let (size, mixture) = (outputs.count, mixture)
    let program: BlockProgram
    do throws(GraphError) {
      program = try Self.compile(head, outputs, mixture, instructionSet)
    } catch {
      throw InputError(.usage, "the loss cannot be taken of the model's output: \(error)")
    }
    self.head = head
    self.size = size
    engine = BlockEngine(program, threads: threads, blocks: (batchSize + 15) / 16, keepsBlocks: true)
  }

  private static func compile(
    _ head: LossHead, _ outputs: Shape, _ mixture: Mixture, _ instructionSet: InstructionSet
  ) throws(GraphError) -> BlockProgram {
    let size = outputs.count
    return try BlockProgram(
      Graph(tracing: Sequential(), input: outputs), kernels: instructionSet.kernels, isTraining: true,
      wantsInputGradient: true,
      source: { input in
        { plan in
          let place = plan[input]
          return { context in
            loadRows(context.source.inputRows, size, into: context.address(place), context)
            for lane in 0..<16 where !mixture.labels.isEmpty {
              let image = context.first + (lane < context.count ? lane : 0)
              context.header.labels[lane] = mixture.labels[image]
              context.header.secondLabels[lane] = mixture.secondLabels[image]
              context.header.shares[lane] = mixture.shares[image]
            }
          }
        }
      }, head: head.bound(to: instructionSet.kernels), headScratch: head.scratch,
      tail: { gradient in
        { plan in
          let place = plan[gradient]
          return { copyRows(of: $0.address(place), size, to: $0.source.inputGradientRows, $0) }
        }
      })
  }

  package func run(outputs: [Float], _ targets: Targets) -> Result {
    let labels = targets.labels ?? []
    (mixture.labels, mixture.secondLabels) = (labels, labels)
    mixture.shares = labels.map { _ in 1 }
    return targets.withPointers { run(outputs, $0) }
  }

  /// The same on mixtures: `shares` of the labels, and the rest of the second labels.
  package func run(outputs: [Float], mixing labels: [Int32], _ secondLabels: [Int32], _ shares: [Float]) -> Result {
    (mixture.labels, mixture.secondLabels, mixture.shares) = (labels, secondLabels, shares)
    return Targets.labels(labels).withPointers { run(outputs, $0) }
  }

  private func run(_ outputs: [Float], _ targets: BatchTargets) -> Result {
    let count = outputs.count / size
    var result = Result(
      losses: Array(repeating: 0, count: count), predictions: Array(repeating: 0, count: count), loss: 0,
      gradient: Array(repeating: 0, count: outputs.count))
    let rows = Table(outputs)
    var source = BatchSource(targets: targets, count: count, inputRows: rows.pointer)
    let divisor = head.divisor(source)
    source.lossScale = divisor > 0 ? Float(1) / Float(divisor) : 0
    result.losses.withUnsafeMutableBufferPointer { losses in
      result.predictions.withUnsafeMutableBufferPointer { predictions in
        result.gradient.withUnsafeMutableBufferPointer { gradient in
          (source.losses, source.predictions) = (losses.baseAddress, predictions.baseAddress)
          source.inputGradientRows = gradient.baseAddress
          engine.run(source, rule: nil)
        }
      }
    }
    withExtendedLifetime(rows) {}
    result.loss = result.losses.reduce(0) { $0 + Double($1) } / divisor
    return result
  }
}
