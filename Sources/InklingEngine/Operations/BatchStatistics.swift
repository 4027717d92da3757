import InklingKernelInterface

/// A batch normalisation's sums over the whole batch. All images have as many values a channel, so the batch's mean is
/// that of the images' means, and
///
///     sum of (x - mean)^2 = sum over images of (their own sum of squares + plane * (their mean - mean)^2)
///
/// which cancels nothing. Blocks are added by `treeSum`, then lanes.
struct BatchStatistics: Sendable {
  let channels: Int
  let plane: Int
  let eps: Float
  let momentum: Float
  let slots: BatchNormalizationSlots
  let mean: FloatPlace
  let rstd: FloatPlace
  let scale: FloatPlace
  /// The unbiased one, for the running variance.
  let variance: FloatPlace
  let kernels: KernelTable
  let sums: any BatchSumKernels

  private var padded: Int { roundedUp(channels, to: 16) }

  /// - Parameter offset: of `ChannelMoments` in each block's memory.
  func reduce(_ context: borrowing BatchReductionContext, momentsAt offset: Int) {
    let (shared, weights) = (context.shared, context.weights)
    let (mean, variance) = (shared + mean.offset, shared + variance.offset)
    addUp(context, offset, mean)
    for channel in 0..<channels { mean[channel] /= Float(context.count) }
    for block in 0..<context.blockCount {
      kernels.channelSpreads(
        ChannelMoments(
          source: context.blocks, channels: channels, plane: plane, padded: padded, lanes: context.lanes(of: block),
          target: context.blocks + block * context.blockStride + offset), mean)
    }
    addUp(context, offset, variance)
    let count = context.count * plane
    for channel in 0..<channels {
      let deviation = (variance[channel] / Float(count) + eps).squareRoot()
      shared[rstd.offset + channel] = 1 / deviation
      shared[scale.offset + channel] =
        1 / deviation * (slots.weight.map { weights[$0.offset + channel] } ?? 1)
      variance[channel] /= Float(max(count - 1, 1))
    }
  }

  /// The third part of all blocks' moments, over blocks and lanes.
  private func addUp(_ context: borrowing BatchReductionContext, _ offset: Int, _ sums: UnsafeMutablePointer<Float>) {
    let first = context.blocks + offset + 2 * padded * 64
    self.sums.treeSum(
      first.assumingMemoryBound(to: Float.self), context.blockStride / 4, context.blockCount, channels * 16)
    kernels.horizontalSums(first, channels, sums)
  }

  /// `running = (1 - momentum) * running + momentum * batch's`, as PyTorch.
  func updateRunning(_ context: borrowing UpdateContext) {
    if context.isRepetition { return }
    update(context, slots.runningMean.offset, mean)
    update(context, slots.runningVar.offset, variance)
  }

  private func update(_ context: borrowing UpdateContext, _ offset: Int, _ batch: FloatPlace) {
    let share = context.statisticsShare ?? momentum
    let (running, new) = (context.weights + offset, context.statistics + offset)
    let batch = context.shared + batch.offset
    for channel in 0..<channels { new[channel] = (1 - share) * running[channel] + share * batch[channel] }
  }
}
