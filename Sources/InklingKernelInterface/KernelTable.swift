/// The kernels of one instruction set. Each works on elements of sixteen lanes at 64-byte aligned addresses,
/// allocates nothing, and gives the same bits in every table whose processor has fused multiply-add.
package struct KernelTable: Sendable {
  package typealias Element = UnsafeMutableRawPointer

  /// `y[o][q] = bias[o] + sum of taps`, rectified if asked.
  package var tapSum: @Sendable (TapSum) -> Void
  /// The same, four positions a window, only the largest kept.
  package var maxPooledTapSum: @Sendable (TapSum) -> Void
  package var tapGradient: @Sendable (TapGradient) -> Void
  /// Nil where following the winners of fused pooling is slower than multiplying with their neighbours' zeros.
  package var winnerWeightGradient: (@Sendable (WinnerWeightGradient) -> Void)?
  /// Minimal filtering of 3x3 convolutions.
  package var filtering: FilterKernels
  package var winogradForward: @Sendable (WinogradConvolution) -> Void
  /// (weights `[inputs][25][outputs]`, inputs, outputs, transformed).
  package var winogradWeights: @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  /// (elements, count, sums): the sum of each element's lanes; uses the elements up.
  package var horizontalSums: @Sendable (Element, Int, UnsafeMutablePointer<Float>) -> Void
  package var linearInputGradient: @Sendable (LinearInputGradient) -> Void
  package var linearWeightGradient: @Sendable (LinearWeightGradient) -> Void
  /// (elements, count, rows, rowStride): element `k`'s lane `l` to `rows[l * rowStride + k]`.
  package var lanesToRows: @Sendable (UnsafeRawPointer, Int, UnsafeMutablePointer<Float>, Int) -> Void
  package var linearBiasGradient: @Sendable (LinearBiasGradient) -> Void
  package var maxPool: @Sendable (Pooling) -> Void
  package var maxPoolGradient: @Sendable (Pooling) -> Void
  package var averagePool: @Sendable (Pooling) -> Void
  package var averagePoolGradient: @Sendable (Pooling) -> Void
  package var unpool: @Sendable (Unpooling) -> Void
  /// (gradient, winners, channels, channelStride, count, sums): each channel's sum, only where a winner is open.
  package var channelSums: @Sendable (UnsafeRawPointer, UnsafeRawPointer?, Int, Int, Int, Element) -> Void
  /// (source, target, count): `target = max(source, 0)`.
  package var rectify: @Sendable (UnsafeRawPointer, Element, Int) -> Void
  /// (gradient, output, count): the gradient becomes zero where the rectified output is not positive.
  package var rectifyGradient: @Sendable (Element, UnsafeRawPointer, Int) -> Void
  /// (a, b, target, count): `target = a + b`.
  package var add: @Sendable (UnsafeRawPointer, UnsafeRawPointer, Element, Int) -> Void
  /// (source, target, count).
  package var copy: @Sendable (UnsafeRawPointer, Element, Int) -> Void
  /// Planes with a margin of zeros.
  package var pad: @Sendable (Padding) -> Void
  /// (weights, transposed, rows, taps, columns): `[row][tap][column]` to `[column][tap][row]`.
  package var transposeTaps: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int, Int) -> Void
  package var gather: @Sendable (Gather) -> Void
  package var softmaxCrossEntropy: @Sendable (SoftmaxCrossEntropy) -> Void
  package var activations: ActivationKernels
  package var dropout: DropoutKernels
  package var losses: LossKernels
  package var momentumStep: @Sendable (MomentumStep) -> Void
  package var optimizers: OptimizerKernels
  /// (buffers, stride in floats, buffers' number, count): the first buffer becomes the sum of all, added in a fixed
  /// binary tree over their numbers.
  package var treeSum: @Sendable (UnsafeMutablePointer<Float>, Int, Int, Int) -> Void
  /// Multiply-adds on registers alone, for so many rounds: what the machine can do at the most. Returns the number
  /// of floating-point operations (and hides a use of the sums in the second pointer).
  package var peakProbe: @Sendable (Int, UnsafeMutablePointer<Float>) -> Int
  package var normalization: NormalizationKernels

  package init(
    tapSum: @escaping @Sendable (TapSum) -> Void, maxPooledTapSum: @escaping @Sendable (TapSum) -> Void,
    tapGradient: @escaping @Sendable (TapGradient) -> Void,
    winnerWeightGradient: (@Sendable (WinnerWeightGradient) -> Void)?, filtering: FilterKernels,
    winogradForward: @escaping @Sendable (WinogradConvolution) -> Void,
    winogradWeights: @escaping @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void,
    horizontalSums: @escaping @Sendable (Element, Int, UnsafeMutablePointer<Float>) -> Void,
    linearInputGradient: @escaping @Sendable (LinearInputGradient) -> Void,
    linearWeightGradient: @escaping @Sendable (LinearWeightGradient) -> Void,
    lanesToRows: @escaping @Sendable (UnsafeRawPointer, Int, UnsafeMutablePointer<Float>, Int) -> Void,
    linearBiasGradient: @escaping @Sendable (LinearBiasGradient) -> Void,
    maxPool: @escaping @Sendable (Pooling) -> Void, maxPoolGradient: @escaping @Sendable (Pooling) -> Void,
    averagePool: @escaping @Sendable (Pooling) -> Void, averagePoolGradient: @escaping @Sendable (Pooling) -> Void,
    unpool: @escaping @Sendable (Unpooling) -> Void,
    channelSums: @escaping @Sendable (UnsafeRawPointer, UnsafeRawPointer?, Int, Int, Int, Element) -> Void,
    rectify: @escaping @Sendable (UnsafeRawPointer, Element, Int) -> Void,
    rectifyGradient: @escaping @Sendable (Element, UnsafeRawPointer, Int) -> Void,
    add: @escaping @Sendable (UnsafeRawPointer, UnsafeRawPointer, Element, Int) -> Void,
    copy: @escaping @Sendable (UnsafeRawPointer, Element, Int) -> Void,
    pad: @escaping @Sendable (Padding) -> Void,
    transposeTaps: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int, Int) -> Void,
    gather: @escaping @Sendable (Gather) -> Void,
    softmaxCrossEntropy: @escaping @Sendable (SoftmaxCrossEntropy) -> Void,
    activations: ActivationKernels, dropout: DropoutKernels, losses: LossKernels,
    momentumStep: @escaping @Sendable (MomentumStep) -> Void,
    optimizers: OptimizerKernels,
    treeSum: @escaping @Sendable (UnsafeMutablePointer<Float>, Int, Int, Int) -> Void,
    peakProbe: @escaping @Sendable (Int, UnsafeMutablePointer<Float>) -> Int,
    normalization: NormalizationKernels
  ) {
    self.tapSum = tapSum
    self.maxPooledTapSum = maxPooledTapSum
    self.tapGradient = tapGradient
    self.winnerWeightGradient = winnerWeightGradient
    self.filtering = filtering
    self.winogradForward = winogradForward
    self.winogradWeights = winogradWeights
    self.horizontalSums = horizontalSums
    self.linearInputGradient = linearInputGradient
    self.linearWeightGradient = linearWeightGradient
    self.lanesToRows = lanesToRows
    self.linearBiasGradient = linearBiasGradient
    self.maxPool = maxPool
    self.maxPoolGradient = maxPoolGradient
    self.averagePool = averagePool
    self.averagePoolGradient = averagePoolGradient
    self.unpool = unpool
    self.channelSums = channelSums
    self.rectify = rectify
    self.rectifyGradient = rectifyGradient
    self.add = add
    self.copy = copy
    self.pad = pad
    self.transposeTaps = transposeTaps
    self.gather = gather
    self.softmaxCrossEntropy = softmaxCrossEntropy
    self.activations = activations
    self.dropout = dropout
    self.losses = losses
    self.momentumStep = momentumStep
    self.optimizers = optimizers
    self.treeSum = treeSum
    self.peakProbe = peakProbe
    self.normalization = normalization
  }
}
