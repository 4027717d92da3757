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
