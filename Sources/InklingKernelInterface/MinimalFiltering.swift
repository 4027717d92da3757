/// One tile of two by two outputs of a 3x3 convolution.
package struct FilterTile: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from an input plane's start to the tile's first of four by four elements.
  package var input: Int32
  /// Bytes from an output plane's start to the tile's first output.
  package var output: Int32
  /// Outputs that exist, one or two each way.
  package var rows: Int32
  package var columns: Int32

  package init(input: Int32, output: Int32, rows: Int32, columns: Int32) {
    self.input = input
    self.output = output
    self.rows = rows
    self.columns = columns
  }
}

/// The first part of a 3x3 convolution by Winograd's minimal filtering F(2x2, 3x3), in which a tile of two by two outputs
/// takes 16 multiplications for a pair of channels instead of 36 (Lavin and Gray, CVPR 2016):
///
///     y = A^T [ sum over i of (G g G^T) * (B^T x B) ] A
///
/// For some tiles: `values[f][channel][tile] = (B^T x B)[f]`, f from 0 to 15. The sums in the middle are sixteen tap sums.
package struct FilterInput {
  package var source: UnsafeRawPointer
  /// Elements in a row and in a plane of the source.
  package var columns: Int
  package var plane: Int
  package var channels: Int
  package var tiles: UnsafePointer<FilterTile>
  package var tileCount: Int
  /// Tiles that `values` has room for.
  package var tileStride: Int
  package var values: UnsafeMutableRawPointer
  /// As in `TapSum`.
  package var lanes: Int

  package init(
    source: UnsafeRawPointer, columns: Int, plane: Int, channels: Int, tiles: UnsafePointer<FilterTile>,
    tileCount: Int, tileStride: Int, values: UnsafeMutableRawPointer, lanes: Int
  ) {
    self.source = source
    self.columns = columns
    self.plane = plane
    self.channels = channels
    self.tiles = tiles
    self.tileCount = tileCount
    self.tileStride = tileStride
    self.values = values
    self.lanes = lanes
  }
}

/// The last part: `A^T m A` of each tile and channel, then bias, rectifier and 2x2 max pooling as in `TapSum`.
package struct FilterOutput {
  /// `[16][channels][tileStride]`.
  package var values: UnsafeRawPointer
  package var bias: UnsafePointer<Float>?
  package var target: UnsafeMutableRawPointer
  /// Elements in a row and in a plane of the target.
  package var columns: Int
  package var plane: Int
  package var channels: Int
  package var tiles: UnsafePointer<FilterTile>
  package var tileCount: Int
  package var tileStride: Int
  package var rectified: Bool
  /// Whether only each tile's largest output is written.
  package var maxPooled: Bool
  package var winners: UnsafeMutableRawPointer?
  package var lanes: Int

  package init(
    values: UnsafeRawPointer, bias: UnsafePointer<Float>?, target: UnsafeMutableRawPointer, columns: Int, plane: Int,
    channels: Int, tiles: UnsafePointer<FilterTile>, tileCount: Int, tileStride: Int, rectified: Bool, maxPooled: Bool,
    winners: UnsafeMutableRawPointer?, lanes: Int
  ) {
    self.values = values
    self.bias = bias
    self.target = target
    self.columns = columns
    self.plane = plane
    self.channels = channels
    self.tiles = tiles
    self.tileCount = tileCount
    self.tileStride = tileStride
    self.rectified = rectified
    self.maxPooled = maxPooled
    self.winners = winners
    self.lanes = lanes
  }
}

/// Minimal filtering of 3x3 convolutions, but for its sums.
package protocol FilterKernels: Sendable {
  func filterInput(_ work: FilterInput)
  func filterOutput(_ work: FilterOutput)
  /// `G g G^T` of weights `[inputs][9][outputs]`, `[16][inputs][outputs]`.
  func filterWeights(
    _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, _ result: UnsafeMutablePointer<Float>)
  /// The same of the kernels turned by half a turn and with inputs and outputs exchanged, `[16][outputs][inputs]`: the
  /// input gradient is that convolution of the output gradient.
  func turnedFilterWeights(
    _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, _ result: UnsafeMutablePointer<Float>)
}
