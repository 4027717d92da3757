/// The input gradient of a linear layer for one block: `dx[i] = sum over o of weights[i][o] * dy[o]`.
public struct LinearInputGradient {
  /// Weights, row `i` at `i * rowStride` floats.
  public var weights: UnsafePointer<Float>
  public var rowStride: Int
  public var gradient: UnsafeRawPointer
  public var inputs: Int
  public var outputs: Int
  public var output: UnsafeMutableRawPointer

  public init(
    weights: UnsafePointer<Float>, rowStride: Int, gradient: UnsafeRawPointer, inputs: Int, outputs: Int,
    output: UnsafeMutableRawPointer
  ) {
    self.weights = weights
    self.rowStride = rowStride
    self.gradient = gradient
    self.inputs = inputs
    self.outputs = outputs
    self.output = output
  }
}

/// The weight gradient of a linear layer over a whole batch, for rows `firstRow ..< lastRow`:
///
///     dw[i][o] = sum over images n of  x[n][i] * dy[n][o]
///
/// in the order of `BatchShards`. The outputs are the lanes here, so no horizontal sum is needed.
public struct LinearWeightGradient {
  /// The layer's input in the first block (elements of sixteen lanes).
  public var input: UnsafeRawPointer
  /// Gradient with respect to the output in the first block, image by image: `rowStride` floats each, padded with
  /// zeros.
  public var gradient: UnsafeRawPointer
  public var shards: BatchShards
  /// Bytes from one block's input and gradient to the next one's.
  public var blockStride: Int
  /// Floats from one row of weights (and of the gradient) to the next; a multiple of sixteen.
  public var rowStride: Int
  public var firstRow: Int
  public var lastRow: Int
  public var output: UnsafeMutablePointer<Float>

  public init(
    input: UnsafeRawPointer, gradient: UnsafeRawPointer, shards: BatchShards, blockStride: Int, rowStride: Int,
    firstRow: Int, lastRow: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.input = input
    self.gradient = gradient
    self.shards = shards
    self.blockStride = blockStride
    self.rowStride = rowStride
    self.firstRow = firstRow
    self.lastRow = lastRow
    self.output = output
  }
}

/// The bias gradient of a linear layer over a whole batch: the sum of its gradient's rows, in the same order.
public struct LinearBiasGradient {
  /// As in `LinearWeightGradient`.
  public var gradient: UnsafeRawPointer
  public var shards: BatchShards
  public var blockStride: Int
  public var rowStride: Int
  public var output: UnsafeMutablePointer<Float>

  public init(
    gradient: UnsafeRawPointer, shards: BatchShards, blockStride: Int, rowStride: Int,
    output: UnsafeMutablePointer<Float>
  ) {
    self.gradient = gradient
    self.shards = shards
    self.blockStride = blockStride
    self.rowStride = rowStride
    self.output = output
  }
}
