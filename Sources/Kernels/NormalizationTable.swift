import InklingKernelInterface

/// The normalisation layers' part of `kernelTable`.
let normalizationKernels = NormalizationKernels(
  moments: { channelMoments($0) },
  spreads: { channelSpreads($0, $1) },
  normalize: { normalizeChannels($0) },
  normalizeSums: { channelGradientSums($0) },
  normalizeGradient: { channelInputGradient($0) },
  normalizePooled: { normalizePooled($0) },
  pooledSums: { pooledGradientSums($0) },
  pooledGradient: { pooledInputGradient($0) },
  group: { groupNormalization($0) },
  groupGradient: { groupNormalizationGradient($0) }
)
