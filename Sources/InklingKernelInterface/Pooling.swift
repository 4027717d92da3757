/// The valid part of one pooling window: positions outside the input are left out, so kernels know no padding.
public struct Window: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from a plane's start to the first element inside the input.
  public var first: Int32
  public var rows: Int32
  public var columns: Int32
  /// The factor of each element in an average.
  public var scale: Float

  public init(first: Int32, rows: Int32, columns: Int32, scale: Float) {
    self.first = first
    self.rows = rows
    self.columns = columns
    self.scale = scale
  }
}

/// Maximum or average pooling of `channels` planes, forward or backward, by a table of windows.
public struct Pooling {
  /// Forward: the input. Backward: the gradient with respect to the output.
  public var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient with respect to the input, overwritten.
  public var target: UnsafeMutableRawPointer
  /// Elements in one plane of the source and of the target.
  public var sourcePlane: Int
  public var targetPlane: Int
  public var channels: Int
  public var windows: UnsafePointer<Window>
  public var windowCount: Int
  /// Bytes between a window's rows and columns (the dilation included).
  public var rowStride: Int
  public var columnStride: Int
  /// Maximum only: the byte offset of the winner in its plane, Int32 lanes, one element an output.
  public var winners: UnsafeMutableRawPointer?

  public init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, sourcePlane: Int, targetPlane: Int, channels: Int,
    windows: UnsafePointer<Window>, windowCount: Int, rowStride: Int, columnStride: Int,
    winners: UnsafeMutableRawPointer?
  ) {
    self.source = source
    self.target = target
    self.sourcePlane = sourcePlane
    self.targetPlane = targetPlane
    self.channels = channels
    self.windows = windows
    self.windowCount = windowCount
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.winners = winners
  }
}

/// The gradient of fused 2x2 max pooling, spread out to the four positions of each window; what no window covers is
/// zero.
public struct Unpooling {
  /// Gradient with respect to the pooled output, and the winners (0...3, or -1) beside it.
  public var gradient: UnsafeRawPointer
  public var winners: UnsafeRawPointer
  /// Bytes from one channel's pooled plane to the next.
  public var channelStride: Int
  public var channels: Int
  public var pooledRows: Int
  public var pooledColumns: Int
  public var output: UnsafeMutableRawPointer
  /// Rows and columns of an output plane; at least twice the pooled ones.
  public var rows: Int
  public var columns: Int

  public init(
    gradient: UnsafeRawPointer, winners: UnsafeRawPointer, channelStride: Int, channels: Int, pooledRows: Int,
    pooledColumns: Int, output: UnsafeMutableRawPointer, rows: Int, columns: Int
  ) {
    self.gradient = gradient
    self.winners = winners
    self.channelStride = channelStride
    self.channels = channels
    self.pooledRows = pooledRows
    self.pooledColumns = pooledColumns
    self.output = output
    self.rows = rows
    self.columns = columns
  }
}
