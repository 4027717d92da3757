public import InklingFiles
import InklingKernelInterface

/// Connectionist temporal classification (Graves, Fernandez, Gomez and Schmidhuber, 2006), as PyTorch's `nn.CTCLoss` on
/// `log_softmax` of the same logits: minus the logarithm of the probability of all paths that give the sequence once
/// repeats and then blanks are removed.
///
/// The output is an image `[classes, 1, steps]`, such as convolutions make of a line of text. With `.mean` each image's
/// loss is divided by its sequence's length (at least one), and then the mean is taken, as in PyTorch. A sequence that
/// needs more steps than there are has an infinite loss and a gradient of NaN, or zero for both with `zeroInfinity`.
public struct CTCLoss: Loss, Equatable {
  /// The class that stands for no label.
  public var blank: Int
  /// Whether an infinite loss, and its gradient, count as zero; false by default.
  public var zeroInfinity: Bool
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// With PyTorch's defaults: the class 0 is the blank.
  public init(blank: Int = 0, reduction: Reduction = .mean, zeroInfinity: Bool = false) {
    self.blank = blank
    self.reduction = reduction
    self.zeroInfinity = zeroInfinity
  }

  /// The loss fitted to a model's output.
  ///
  /// - Throws: `InputError` (usage) for an output that is not `[classes, 1, steps]`, or a blank that is no class.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    guard output.isImage && output.height == 1 else {
      throw InputError(
        .usage, "CTCLoss cannot take the model's output", expected: "[classes, 1, steps]", found: "\(output)",
        remedy: "pool or convolve the height away, and do not flatten")
    }
    let (classes, steps) = (output.channels, output.width)
    guard blank >= 0 && blank < classes else {
      throw InputError(
        .usage, "CTCLoss's blank is not a class", expected: "0 to \(classes - 1)", found: "\(blank)")
    }
    let doubles = TemporalClassification.scratchCount(steps: steps, classes: classes)
    let work = TemporalBlock(loss: self, steps: steps, classes: classes)
    return LossHead(
      takesSequences: true, tellsRight: true, takesImages: true, reduction: reduction, scratch: (doubles + 7) / 8
    ) { output, gradient, kernels in
      { plan in
        let logits = plan[output]
        guard let gradient else { return { _ in } }
        let (target, scratch) = (plan[gradient], plan[gradient.slice(output.count, (doubles + 7) / 8)])
        return { context in
          setLossScales(context)
          clearPredictions(context)
          for lane in 0..<16 {
            work.run(
              lane, context.address(logits), context.address(target),
              context.address(scratch).assumingMemoryBound(to: Double.self), kernels, context)
          }
          storeLosses(context)
        }
      }
    }
  }
}

/// One lane's loss at a time.
private struct TemporalBlock: Sendable {
  let loss: CTCLoss
  let steps: Int
  let classes: Int

  func run(
    _ lane: Int, _ logits: UnsafeMutableRawPointer, _ gradient: UnsafeMutableRawPointer,
    _ scratch: UnsafeMutablePointer<Double>, _ kernels: KernelTable, _ context: borrowing BlockContext
  ) {
    let output = gradient.assumingMemoryBound(to: Float.self) + lane
    guard lane < context.count, let sequences = context.source.targets.sequences else {
      for place in 0..<steps * classes { output[place * 16] = 0 }
      return
    }
    let image = context.first + lane
    let index = context.source.indices.map { Int($0[image]) } ?? image
    let length = Int(sequences.lengths[index])
    let factor = loss.reduction == .mean ? 1 / Double(max(length, 1)) : 1
    let value = kernels.temporalClassification(
      TemporalClassification(
        logits: logits.assumingMemoryBound(to: Float.self) + lane, gradient: output, steps: steps, classes: classes,
        labels: sequences.labels + index * sequences.longest, length: length, blank: loss.blank,
        scale: Double(context.source.lossScale) * factor, zeroInfinity: loss.zeroInfinity, scratch: scratch))
    context.header.losses[lane] = Float(value * factor)
    let isRight = bestPathGives(
      sequences.labels + index * sequences.longest, length, logits.assumingMemoryBound(to: Float.self) + lane)
    context.header.predictions[lane] = isRight ? 1 : 0
  }

  /// Whether the path of each step's most probable class, without repeats and blanks, is the sequence.
  private func bestPathGives(
    _ labels: UnsafePointer<Int32>, _ length: Int, _ logits: UnsafePointer<Float>
  ) -> Bool {
    var (found, last) = (0, loss.blank)
    for step in 0..<steps {
      var best = 0
      for k in 1..<max(classes, 1)
      where logits[(k * steps + step) * 16] > logits[(best * steps + step) * 16] { best = k }
      if best != last, best != loss.blank {
        guard found < length, Int(labels[found]) == best else { return false }
        found += 1
      }
      last = best
    }
    return found == length
  }
}
