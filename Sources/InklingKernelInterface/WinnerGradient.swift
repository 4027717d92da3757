/// The weight gradient of a convolution with fused 2x2 max pooling over one block, each lane by itself:
///
///     sums[i][u][v][o] = sum over windows q of  gradient[o][q] * x[i][winner(o, q) + (u, v)]
///
/// Only each window's winner has a gradient, so a window takes one multiply-add a tap instead of four: what the winner was
/// multiplied with is selected, lane by lane. Windows are visited in row-major order. For a stride and a dilation of one.
package struct WinnerWeightGradient {
  package var shape: WinnerShape
  package var input: UnsafeRawPointer
  /// Gradient with respect to the pooled output, zero where the rectifier closed, and the winners (0...3, or -1) beside
  /// it: a plane of windows a channel, without gaps.
  package var gradient: UnsafeRawPointer
  package var winners: UnsafeRawPointer
  /// As in `TapGradient`.
  package var sums: UnsafeMutableRawPointer

  package init(
    shape: WinnerShape, input: UnsafeRawPointer, gradient: UnsafeRawPointer, winners: UnsafeRawPointer,
    sums: UnsafeMutableRawPointer
  ) {
    self.shape = shape
    self.input = input
    self.gradient = gradient
    self.winners = winners
    self.sums = sums
  }
}

/// The sizes of a `WinnerWeightGradient`.
package struct WinnerShape: Sendable {
  package var inputs: Int
  package var outputs: Int
  package var kernelRows: Int
  package var kernelColumns: Int
  /// Elements in a row and in a plane of the convolution's input (with its margin).
  package var inputColumns: Int
  package var inputPlane: Int
  package var pooledRows: Int
  package var pooledColumns: Int

  package init(
    inputs: Int, outputs: Int, kernelRows: Int, kernelColumns: Int, inputColumns: Int, inputPlane: Int,
    pooledRows: Int, pooledColumns: Int
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.kernelRows = kernelRows
    self.kernelColumns = kernelColumns
    self.inputColumns = inputColumns
    self.inputPlane = inputPlane
    self.pooledRows = pooledRows
    self.pooledColumns = pooledColumns
  }
}
