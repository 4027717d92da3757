/// The kernels of the normalisation layers.
package struct NormalizationKernels: Sendable {
  package var moments: @Sendable (ChannelMoments) -> Void
  /// (the block's moments, the batch's means): the third part of the moments becomes
  /// `squares + plane * (mean - batch's mean)^2`, zero in the lanes that do not count.
  package var spreads: @Sendable (ChannelMoments, UnsafePointer<Float>) -> Void
  package var normalize: @Sendable (ChannelNormalization) -> Void
  package var normalizeSums: @Sendable (ChannelNormalizationGradient) -> Void
  package var normalizeGradient: @Sendable (ChannelNormalizationGradient) -> Void
  package var normalizePooled: @Sendable (PooledNormalization) -> Void
  package var pooledSums: @Sendable (PooledNormalizationGradient) -> Void
  package var pooledGradient: @Sendable (PooledNormalizationGradient) -> Void
  package var group: @Sendable (GroupNormalization) -> Void
  package var groupGradient: @Sendable (GroupNormalizationGradient) -> Void

  package init(
    moments: @escaping @Sendable (ChannelMoments) -> Void,
    spreads: @escaping @Sendable (ChannelMoments, UnsafePointer<Float>) -> Void,
    normalize: @escaping @Sendable (ChannelNormalization) -> Void,
    normalizeSums: @escaping @Sendable (ChannelNormalizationGradient) -> Void,
    normalizeGradient: @escaping @Sendable (ChannelNormalizationGradient) -> Void,
    normalizePooled: @escaping @Sendable (PooledNormalization) -> Void,
    pooledSums: @escaping @Sendable (PooledNormalizationGradient) -> Void,
    pooledGradient: @escaping @Sendable (PooledNormalizationGradient) -> Void,
    group: @escaping @Sendable (GroupNormalization) -> Void,
    groupGradient: @escaping @Sendable (GroupNormalizationGradient) -> Void
  ) {
    self.moments = moments
    self.spreads = spreads
    self.normalize = normalize
    self.normalizeSums = normalizeSums
    self.normalizeGradient = normalizeGradient
    self.normalizePooled = normalizePooled
    self.pooledSums = pooledSums
    self.pooledGradient = pooledGradient
    self.group = group
    self.groupGradient = groupGradient
  }
}
