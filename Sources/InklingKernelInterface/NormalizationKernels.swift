/// The kernels of the normalisation layers.
package protocol NormalizationKernels: Sendable {
  func channelMoments(_ work: ChannelMoments)
  /// The third part of the block's moments becomes `squares + plane * (mean - batch's mean)^2`, zero in the lanes that do
  /// not count.
  func channelSpreads(_ work: ChannelMoments, _ mean: UnsafePointer<Float>)
  func normalizeChannels(_ work: ChannelNormalization)
  func channelGradientSums(_ work: ChannelNormalizationGradient)
  func channelInputGradient(_ work: ChannelNormalizationGradient)
  func normalizePooled(_ work: PooledNormalization)
  func pooledGradientSums(_ work: PooledNormalizationGradient)
  func pooledInputGradient(_ work: PooledNormalizationGradient)
  func groupNormalization(_ work: GroupNormalization)
  func groupNormalizationGradient(_ work: GroupNormalizationGradient)
}

/// Groups of neighbouring channels, normalised image by image:
///
///     y = (x - mean) / sqrt(variance + eps) * weight[c] + bias[c]
///
/// with mean and (biased) variance over a group's `channels * plane` elements.
package struct GroupNormalization {
  package var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient with respect to the input.
  package var target: UnsafeMutableRawPointer
  package var groups: Int
  /// Channels of one group.
  package var channels: Int
  package var plane: Int
  /// One factor and one summand a channel, over all groups; nil for ones and zeros.
  package var weight: UnsafePointer<Float>?
  package var bias: UnsafePointer<Float>?
  package var eps: Float
  /// Twice `groups` elements: the means, and one over the standard deviations. Forward writes, backward reads them.
  package var statistics: UnsafeMutableRawPointer
  /// As in `TapSum`.
  package var lanes: Int

  package init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, groups: Int, channels: Int, plane: Int,
    weight: UnsafePointer<Float>?, bias: UnsafePointer<Float>?, eps: Float, statistics: UnsafeMutableRawPointer,
    lanes: Int
  ) {
    self.source = source
    self.target = target
    self.groups = groups
    self.channels = channels
    self.plane = plane
    self.weight = weight
    self.bias = bias
    self.eps = eps
    self.statistics = statistics
    self.lanes = lanes
  }
}

/// The way back through `GroupNormalization`; with `n` elements in a group and `h = (x - mean) * rstd`:
///
///     dbias[c] = sum of g,  dweight[c] = sum of g * h         (lane by lane)
///     dx = rstd * (weight * g - (sum of weight * g) / n - h * (sum of weight * g * h) / n)
package struct GroupNormalizationGradient {
  package var forward: GroupNormalization
  package var gradient: UnsafeRawPointer
  /// Twice `padded` elements: each channel's `dbias` and `dweight`, zero beyond the channels.
  package var sums: UnsafeMutableRawPointer
  /// All channels rounded up to a multiple of sixteen.
  package var padded: Int

  package init(
    forward: GroupNormalization, gradient: UnsafeRawPointer, sums: UnsafeMutableRawPointer, padded: Int
  ) {
    self.forward = forward
    self.gradient = gradient
    self.sums = sums
    self.padded = padded
  }
}
