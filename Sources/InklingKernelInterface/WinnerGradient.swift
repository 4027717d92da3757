/// The weight gradient of a convolution with fused 2x2 max pooling over one block, each lane by itself:
///
///     sums[i][u][v][o] = sum over windows q of  gradient[o][q] * x[i][winner(o, q) + (u, v)]
///
/// Only each window's winner has a gradient, so a window takes one multiply-add a tap instead of four: what the winner was
/// multiplied with is selected, lane by lane. Windows are visited in row-major order. For a stride and a dilation of one.
public struct WinnerWeightGradient {
  public var shape: WinnerShape
  public var input: UnsafeRawPointer
  /// Gradient with respect to the pooled output, zero where the rectifier closed, and the winners (0...3, or -1) beside
  /// it: a plane of windows a channel, without gaps.
  public var gradient: UnsafeRawPointer
  public var winners: UnsafeRawPointer
  /// As in `TapGradient`.
  public var sums: UnsafeMutableRawPointer

  public init(
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
public struct WinnerShape: Sendable {
  public var inputs: Int
  public var outputs: Int
  public var kernelRows: Int
  public var kernelColumns: Int
  /// Elements in a row and in a plane of the convolution's input (with its margin).
  public var inputColumns: Int
  public var inputPlane: Int
  public var pooledRows: Int
  public var pooledColumns: Int

  public init(
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
