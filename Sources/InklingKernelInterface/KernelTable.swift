/// The kernels of one instruction set. Each works on elements of sixteen lanes at 64-byte aligned addresses,
/// allocates nothing, and gives the same bits in every table whose processor has fused multiply-add.
public struct KernelTable: Sendable {
  public typealias Element = UnsafeMutableRawPointer

  /// `y[o][q] = bias[o] + sum of taps`, rectified if asked.
  public var tapSum: @Sendable (TapSum) -> Void
  /// The same, four positions a window, only the largest kept.
  public var maxPooledTapSum: @Sendable (TapSum) -> Void
  public var tapGradient: @Sendable (TapGradient) -> Void
  /// Nil where following the winners of fused pooling is slower than multiplying with their neighbours' zeros.
  public var winnerWeightGradient: (@Sendable (WinnerWeightGradient) -> Void)?
  /// Minimal filtering of 3x3 convolutions.
  public var filtering: FilterKernels
  public var winogradForward: @Sendable (WinogradConvolution) -> Void
  /// (weights `[inputs][25][outputs]`, inputs, outputs, transformed).
  public var winogradWeights: @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  /// (elements, count, sums): the sum of each element's lanes; uses the elements up.
  public var horizontalSums: @Sendable (Element, Int, UnsafeMutablePointer<Float>) -> Void
  public var linearInputGradient: @Sendable (LinearInputGradient) -> Void
  public var linearWeightGradient: @Sendable (LinearWeightGradient) -> Void
  /// (elements, count, rows, rowStride): element `k`'s lane `l` to `rows[l * rowStride + k]`.
  public var lanesToRows: @Sendable (UnsafeRawPointer, Int, UnsafeMutablePointer<Float>, Int) -> Void
  public var linearBiasGradient: @Sendable (LinearBiasGradient) -> Void
  public var maxPool: @Sendable (Pooling) -> Void
  public var maxPoolGradient: @Sendable (Pooling) -> Void
  public var averagePool: @Sendable (Pooling) -> Void
  public var averagePoolGradient: @Sendable (Pooling) -> Void
  public var unpool: @Sendable (Unpooling) -> Void
  /// (gradient, winners, channels, channelStride, count, sums): each channel's sum, only where a winner is open.
  public var channelSums: @Sendable (UnsafeRawPointer, UnsafeRawPointer?, Int, Int, Int, Element) -> Void
  /// (source, target, count): `target = max(source, 0)`.
  public var rectify: @Sendable (UnsafeRawPointer, Element, Int) -> Void
  /// (gradient, output, count): the gradient becomes zero where the rectified output is not positive.
  public var rectifyGradient: @Sendable (Element, UnsafeRawPointer, Int) -> Void
  /// (a, b, target, count): `target = a + b`.
  public var add: @Sendable (UnsafeRawPointer, UnsafeRawPointer, Element, Int) -> Void
  /// (source, target, count).
  public var copy: @Sendable (UnsafeRawPointer, Element, Int) -> Void
  /// Planes with a margin of zeros.
  public var pad: @Sendable (Padding) -> Void
  /// (weights, transposed, rows, taps, columns): `[row][tap][column]` to `[column][tap][row]`.
  public var transposeTaps: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int, Int) -> Void
  public var gather: @Sendable (Gather) -> Void
  public var softmaxCrossEntropy: @Sendable (SoftmaxCrossEntropy) -> Void
  public var activations: ActivationKernels
  public var dropout: DropoutKernels
  public var losses: LossKernels
  public var momentumStep: @Sendable (MomentumStep) -> Void
  public var optimizers: OptimizerKernels
  /// (buffers, stride in floats, buffers' number, count): the first buffer becomes the sum of all, added in a fixed
  /// binary tree over their numbers.
  public var treeSum: @Sendable (UnsafeMutablePointer<Float>, Int, Int, Int) -> Void
  /// Multiply-adds on registers alone, for so many rounds: what the machine can do at the most. Returns the number
  /// of floating-point operations (and hides a use of the sums in the second pointer).
  public var peakProbe: @Sendable (Int, UnsafeMutablePointer<Float>) -> Int
  public var normalization: NormalizationKernels

  public init(
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
