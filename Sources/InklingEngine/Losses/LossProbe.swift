import InklingFiles

/// A loss by itself, run on given outputs: what tests hold against PyTorch.
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

  private let head: LossHead
  private let size: Int
  private let engine: BlockEngine
  private let mixture = Mixture()

  /// `@unchecked Sendable`: written between runs only.
  private final class Mixture: @unchecked Sendable {
    var labels: [UInt8] = []
    var secondLabels: [UInt8] = []
    var shares: [Float] = []
  }

  package init(
    _ loss: some Loss, outputs: Shape, instructionSet: InstructionSet, threads: Int = 1, batchSize: Int
  ) throws {
    let head = try loss.head(for: outputs)
    let (size, mixture) = (outputs.count, mixture)
    let program = try BlockProgram(
      Graph(tracing: Sequential(), input: outputs), kernels: instructionSet.kernels, isTraining: true,
      wantsInputGradient: true,
      source: { input in
        { plan in
          let place = plan[input]
          return { context in
            loadRows(context.source.inputRows, size, into: context.address(place), context)
            for lane in 0..<16 where !mixture.labels.isEmpty {
              let image = context.first + (lane < context.count ? lane : 0)
              context.header.labels[lane] = Int32(mixture.labels[image])
              context.header.secondLabels[lane] = Int32(mixture.secondLabels[image])
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
    self.head = head
    self.size = size
    engine = BlockEngine(program, threads: threads, blocks: (batchSize + 15) / 16, keepsBlocks: true)
  }

  package func run(outputs: [Float], _ targets: Targets) -> Result {
    let count = outputs.count / size
    setMixture(targets, count)
    var result = Result(
      losses: Array(repeating: 0, count: count), predictions: Array(repeating: 0, count: count), loss: 0,
      gradient: Array(repeating: 0, count: outputs.count))
    let rows = Table(outputs)
    let labels = mixture.labels.isEmpty ? nil : Table(mixture.labels)
    var source = BatchSource(labels: labels?.pointer, count: count, inputRows: rows.pointer)
    let divisor = head.divisor(source)
    source.lossScale = divisor > 0 ? Float(1) / Float(divisor) : 0
    withTargets(targets, &source) { source in
      result.losses.withUnsafeMutableBufferPointer { losses in
        result.predictions.withUnsafeMutableBufferPointer { predictions in
          result.gradient.withUnsafeMutableBufferPointer { gradient in
            (source.losses, source.predictions) = (losses.baseAddress, predictions.baseAddress)
            source.inputGradientRows = gradient.baseAddress
            engine.run(source, rule: nil)
          }
        }
      }
    }
    withExtendedLifetime((rows, labels)) {}
    result.loss = result.losses.reduce(0) { $0 + Double($1) } / divisor
    return result
  }

  private func setMixture(_ targets: Targets, _ count: Int) {
    switch targets {
    case .labels(let labels):
      (mixture.labels, mixture.secondLabels) = (labels, labels)
      mixture.shares = Array(repeating: 1, count: count)
    case .mixed(let labels, let secondLabels, let shares):
      (mixture.labels, mixture.secondLabels, mixture.shares) = (labels, secondLabels, shares)
    default:
      (mixture.labels, mixture.secondLabels, mixture.shares) = ([], [], [])
    }
  }

  private func withTargets(_ targets: Targets, _ source: inout BatchSource, _ body: (inout BatchSource) -> Void) {
    switch targets {
    case .numbers(let numbers):
      numbers.withUnsafeBufferPointer {
        source.targets = $0.baseAddress
        body(&source)
      }
    case .sequences(let sequences):
      sequences.withPointers {
        source.sequences = $0
        body(&source)
      }
    default: body(&source)
    }
  }
}
