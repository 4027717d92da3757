/// A 5x5 convolution of stride one by Winograd's minimal filtering F(2x2, 5x5): each tile of two by two outputs takes
/// 36 multiplications for a pair of channels instead of 100 (Lavin and Gray, "Fast algorithms for convolutional
/// neural networks", CVPR 2016; interpolation points 0, 1, -1, 2, -2 and infinity):
///
///     y = A^T [ (G g G^T) * (B^T x B) ] A
package struct WinogradConvolution {
  /// The input, planes of `rows` x `columns` elements.
  package var source: UnsafeRawPointer
  /// The output (of pooling, if fused).
  package var target: UnsafeMutableRawPointer
  /// Transformed weights, made by `winogradWeights`.
  package var weights: UnsafePointer<Float>
  package var bias: UnsafePointer<Float>?
  package var inputs: Int
  package var outputs: Int
  /// The convolution's input size; its output is four less each way, and even.
  package var rows: Int
  package var columns: Int
  package var rectified: Bool
  /// Whether only each tile's largest output is written.
  package var maxPooled: Bool
  /// As in `TapSum`; for fused pooling in training.
  package var winners: UnsafeMutableRawPointer?
  /// Room for `scratchElements` elements.
  package var scratch: UnsafeMutableRawPointer
  /// As in `TapSum`.
  package var lanes: Int

  package init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, inputs: Int, outputs: Int, rows: Int, columns: Int, rectified: Bool,
    maxPooled: Bool, winners: UnsafeMutableRawPointer?, scratch: UnsafeMutableRawPointer,
    lanes: Int = 16
  ) {
    self.source = source
    self.target = target
    self.weights = weights
    self.bias = bias
    self.inputs = inputs
    self.outputs = outputs
    self.rows = rows
    self.columns = columns
    self.rectified = rectified
    self.maxPooled = maxPooled
    self.winners = winners
    self.scratch = scratch
    self.lanes = lanes
  }

  /// Floats of the transformed weights: `[6][inputs][outputs][6]`.
  package static func weightCount(inputs: Int, outputs: Int) -> Int { 36 * inputs * outputs }

  /// Elements of scratch memory.
  package static func scratchElements(inputs: Int, outputs: Int) -> Int { 2 * 36 * (inputs + outputs) + 64 }
}
