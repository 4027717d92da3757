import KernelInterface

/// This instruction set's kernels.
public let kernelTable = KernelTable(
  tapSum: { tapSum($0) },
  maxPooledTapSum: { maxPooledTapSum($0) },
  tapGradient: { tapGradient($0) },
  winogradForward: { winogradForward($0) },
  winogradBackward: { winogradBackward($0) },
  winogradWeights: { winogradWeights($0, $1, $2, $3) },
  horizontalSums: { horizontalSums($0, $1, $2) },
  linearInputGradient: { linearInputGradient($0) },
  linearWeightGradient: { linearWeightGradient($0) },
  lanesToRows: { lanesToRows($0, $1, $2, $3) },
  linearBiasGradient: { linearBiasGradient($0) },
  maxPool: { maxPool($0) },
  maxPoolGradient: { maxPoolGradient($0) },
  averagePool: { averagePool($0) },
  averagePoolGradient: { averagePoolGradient($0) },
  unpool: { unpool($0) },
  channelSums: { channelSums($0, $1, $2, $3, $4, $5) },
  rectify: { rectify($0, $1, $2) },
  rectifyGradient: { rectifyGradient($0, $1, $2) },
  add: { add($0, $1, $2, $3) },
  copy: { copy($0, $1, $2) },
  pad: { pad($0) },
  transposeTaps: { transposeTaps($0, $1, $2, $3, $4) },
  gather: { gather($0) },
  softmaxCrossEntropy: { softmaxCrossEntropy($0) },
  momentumStep: { momentumStep($0) },
  optimizers: optimizerKernels,
  treeSum: { treeSum($0, $1, $2, $3) },
  peakProbe: { peakProbe($0, $1) }
)
