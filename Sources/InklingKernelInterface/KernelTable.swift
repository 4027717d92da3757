/// The kernels of one instruction set. Each works on elements of sixteen lanes at 64-byte aligned addresses,
/// allocates nothing, and gives the same bits in every set whose processor has fused multiply-add.
///
/// A kernel stands in two places: as a requirement here or in its family's protocol, and as a method of `KernelSet` in
/// `Sources/Kernels`, which is compiled once for each set.
package protocol Kernels: ActivationKernels, BatchSumKernels, DropoutKernels, FilterKernels, LossKernels,
  NormalizationKernels, OptimizerKernels
{
  /// `y[o][q] = bias[o] + sum of taps`, rectified if asked.
  func tapSum(_ work: TapSum)
  /// The same, four positions a window, only the largest kept.
  func maxPooledTapSum(_ work: TapSum)
  func tapGradient(_ work: TapGradient)
  /// Whether following the winners of fused pooling is faster than multiplying with their neighbours' zeros.
  var followsWinners: Bool { get }
  /// Asked for only where `followsWinners`.
  func winnerWeightGradient(_ work: WinnerWeightGradient)
  func winogradForward(_ work: WinogradConvolution)
  /// - Parameters:
  ///   - weights: `[inputs][25][outputs]`.
  ///   - transformed: where the result goes.
  func winogradWeights(
    _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, _ transformed: UnsafeMutablePointer<Float>)
  /// The sum of each element's lanes; uses the elements up.
  func horizontalSums(_ elements: UnsafeMutableRawPointer, _ count: Int, _ sums: UnsafeMutablePointer<Float>)
  func linearInputGradient(_ work: LinearInputGradient)
  /// Element `k`'s lane `l` to `rows[l * rowStride + k]`.
  func lanesToRows(_ elements: UnsafeRawPointer, _ count: Int, _ rows: UnsafeMutablePointer<Float>, _ rowStride: Int)
  func maxPool(_ work: Pooling)
  func maxPoolGradient(_ work: Pooling)
  func averagePool(_ work: Pooling)
  func averagePoolGradient(_ work: Pooling)
  func unpool(_ work: Unpooling)
  /// Each channel's sum, only where a winner is open.
  func channelSums(
    _ gradient: UnsafeRawPointer, _ winners: UnsafeRawPointer?, _ channels: Int, _ channelStride: Int, _ count: Int,
    _ sums: UnsafeMutableRawPointer)
  /// `target = max(source, 0)`.
  func rectify(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int)
  /// The gradient becomes zero where the rectified output is not positive.
  func rectifyGradient(_ gradient: UnsafeMutableRawPointer, _ output: UnsafeRawPointer, _ count: Int)
  /// `target = a + b`.
  func add(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int)
  func copy(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int)
  /// Planes with a margin of zeros.
  func pad(_ work: Padding)
  /// `[row][tap][column]` to `[column][tap][row]`.
  func transposeTaps(
    _ weights: UnsafePointer<Float>, _ transposed: UnsafeMutablePointer<Float>, _ rows: Int, _ taps: Int, _ columns: Int
  )
  func gather(_ work: Gather)
  func softmaxCrossEntropy(_ work: SoftmaxCrossEntropy)
  /// Multiply-adds on registers alone, for so many rounds: what the machine can do at the most. Returns the number
  /// of floating-point operations (and hides a use of the sums in the sink).
  func peakProbe(_ rounds: Int, _ sink: UnsafeMutablePointer<Float>) -> Int
}

/// The kernels that a program is compiled for.
package typealias KernelTable = any Kernels

/// All sums over the blocks of a batch.
package protocol BatchSumKernels: Sendable {
  /// The first buffer becomes the sum of all, added in a fixed binary tree over their numbers.
  ///
  /// - Parameters:
  ///   - stride: floats from one buffer to the next.
  ///   - number: of buffers.
  ///   - count: floats of each.
  func treeSum(_ buffers: UnsafeMutablePointer<Float>, _ stride: Int, _ number: Int, _ count: Int)
  func linearWeightGradient(_ work: LinearWeightGradient)
  func linearBiasGradient(_ work: LinearBiasGradient)
}
