/// One tile of two by two outputs of a 3x3 convolution.
public struct FilterTile: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from an input plane's start to the tile's first of four by four elements.
  public var input: Int32
  /// Bytes from an output plane's start to the tile's first output.
  public var output: Int32
  /// Outputs that exist, one or two each way.
  public var rows: Int32
  public var columns: Int32

  public init(input: Int32, output: Int32, rows: Int32, columns: Int32) {
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
public struct FilterInput {
  public var source: UnsafeRawPointer
  /// Elements in a row and in a plane of the source.
  public var columns: Int
  public var plane: Int
  public var channels: Int
  public var tiles: UnsafePointer<FilterTile>
  public var tileCount: Int
  /// Tiles that `values` has room for.
  public var tileStride: Int
  public var values: UnsafeMutableRawPointer
  /// As in `TapSum`.
  public var lanes: Int

  public init(
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
public struct FilterOutput {
  /// `[16][channels][tileStride]`.
  public var values: UnsafeRawPointer
  public var bias: UnsafePointer<Float>?
  public var target: UnsafeMutableRawPointer
  /// Elements in a row and in a plane of the target.
  public var columns: Int
  public var plane: Int
  public var channels: Int
  public var tiles: UnsafePointer<FilterTile>
  public var tileCount: Int
  public var tileStride: Int
  public var rectified: Bool
  /// Whether only each tile's largest output is written.
  public var maxPooled: Bool
  public var winners: UnsafeMutableRawPointer?
  public var lanes: Int

  public init(
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
public struct FilterKernels: Sendable {
  public var input: @Sendable (FilterInput) -> Void
  public var output: @Sendable (FilterOutput) -> Void
  /// (weights `[inputs][9][outputs]`, inputs, outputs, result): `G g G^T`, `[16][inputs][outputs]`.
  public var weights: @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  /// The same of the kernels turned by half a turn and with inputs and outputs exchanged, `[16][outputs][inputs]`: the
  /// input gradient is that convolution of the output gradient.
  public var turnedWeights: @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void

  public init(
    input: @escaping @Sendable (FilterInput) -> Void, output: @escaping @Sendable (FilterOutput) -> Void,
    weights: @escaping @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void,
    turnedWeights: @escaping @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    self.input = input
    self.output = output
    self.weights = weights
    self.turnedWeights = turnedWeights
  }
}
