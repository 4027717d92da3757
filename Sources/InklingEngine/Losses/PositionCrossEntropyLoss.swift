public import InklingFiles
import InklingKernelInterface

/// Softmax cross-entropy at each position of a text, as PyTorch's `nn.CrossEntropyLoss` on logits `[N, classes, positions]`
/// and labels `[N, positions]`; the mean is over images and positions.
///
/// The output is an image `[classes, 1, positions]`. A text shorter than the positions has class 0, none, behind its end;
/// a longer one is a misuse.
public struct PositionCrossEntropyLoss: Loss, Equatable {
  /// How the images' losses become one number; the mean by default.
  public var reduction: Reduction

  /// The loss with PyTorch's reduction.
  public init(reduction: Reduction = .mean) { self.reduction = reduction }

  /// - Throws: `InputError` (usage) for an output that is no line of logits.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    guard output.isImage && output.height == 1 else {
      throw InputError(
        .usage, "PositionCrossEntropyLoss cannot take the model's output", expected: "[classes, 1, positions]",
        found: "\(output)", remedy: "pool or convolve the height away, and do not flatten")
    }
    let (classes, positions) = (output.channels, output.width)
    let isMean = reduction == .mean
    return LossHead(
      takesSequences: true, tellsRight: true, takesImages: true, reduction: reduction, scratch: 2 * classes
    ) { output, gradient, kernels in
      { plan in
        let logits = plan[output]
        guard let gradient else { return { _ in } }
        let (target, scratch) = (plan[gradient], plan[gradient.slice(output.count, 2 * classes)])
        let work = PositionBlock(classes: classes, positions: positions, isMean: isMean)
        return { context in
          let elements = context.address(scratch).assumingMemoryBound(to: Float.self)
          work.run(
            context.address(logits).assumingMemoryBound(to: Float.self),
            context.address(target).assumingMemoryBound(to: Float.self), elements, kernels, context)
          storeLosses(context)
        }
      }
    }
  }
}

/// One block's loss, position by position: each position's logits are brought together, as the kernel needs them.
private struct PositionBlock: Sendable {
  let classes: Int
  let positions: Int
  let isMean: Bool

  /// - Parameter scratch: two elements a class.
  func run(
    _ logits: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
    _ kernels: KernelTable, _ context: borrowing BlockContext
  ) {
    let (header, share) = (context.header, isMean ? 1 / Float(positions) : 1)
    let slopes = scratch + classes * 16
    var sums = SIMD16<Float>()
    var isRight = SIMD16<Int32>(repeating: 1)
    for lane in 0..<16 { header.shares[lane] = 1 }
    for position in 0..<positions {
      for k in 0..<classes { copyElement(logits + (k * positions + position) * 16, scratch + k * 16) }
      for lane in 0..<16 {
        header.labels[lane] = label(lane, position, context)
        header.secondLabels[lane] = header.labels[lane]
        header.lossScales[lane] = lane < context.count ? context.source.lossScale * share : 0
      }
      kernels.targetCrossEntropy(
        TargetCrossEntropy(
          header, logits: scratch, classes: classes, targets: nil, weights: nil, smoothing: 0, gradient: slopes))
      for k in 0..<classes { copyElement(slopes + k * 16, gradient + (k * positions + position) * 16) }
      for lane in 0..<16 {
        sums[lane] += header.losses[lane] * share
        if header.predictions[lane] != header.labels[lane] { isRight[lane] = 0 }
      }
    }
    for lane in 0..<16 { (header.losses[lane], header.predictions[lane]) = (sums[lane], isRight[lane]) }
  }

  /// The label of a lane at a position; lanes without an image have none.
  private func label(_ lane: Int, _ position: Int, _ context: borrowing BlockContext) -> Int32 {
    guard lane < context.count, let sequences = context.source.targets.sequences else { return 0 }
    let image = context.first + lane
    let index = context.source.indices.map { Int($0[image]) } ?? image
    return position < Int(sequences.lengths[index]) ? sequences.labels[index * sequences.longest + position] : 0
  }

  private func copyElement(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    to.update(from: from, count: 16)
  }
}
