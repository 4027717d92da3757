/// The valid part of one pooling window: positions outside the input are left out, so kernels know no padding.
package struct Window: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from a plane's start to the first element inside the input.
  package var first: Int32
  package var rows: Int32
  package var columns: Int32
  /// The factor of each element in an average.
  package var scale: Float

  package init(first: Int32, rows: Int32, columns: Int32, scale: Float) {
    self.first = first
    self.rows = rows
    self.columns = columns
    self.scale = scale
  }
}

/// Maximum or average pooling of `channels` planes, forward or backward, by a table of windows.
package struct Pooling {
  /// Forward: the input. Backward: the gradient with respect to the output.
  package var source: UnsafeRawPointer
  /// Forward: the output. Backward: the gradient with respect to the input, overwritten.
  package var target: UnsafeMutableRawPointer
  /// Elements in one plane of the source and of the target.
  package var sourcePlane: Int
  package var targetPlane: Int
  package var channels: Int
  package var windows: UnsafePointer<Window>
  package var windowCount: Int
  /// Bytes between a window's rows and columns (the dilation included).
  package var rowStride: Int
  package var columnStride: Int
  /// Maximum only: the byte offset of the winner in its plane, Int32 lanes, one element an output.
  package var winners: UnsafeMutableRawPointer?

  package init(
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
package struct Unpooling {
  /// Gradient with respect to the pooled output, and the winners (0...3, or -1) beside it.
  package var gradient: UnsafeRawPointer
  package var winners: UnsafeRawPointer
  /// Bytes from one channel's pooled plane to the next.
  package var channelStride: Int
  package var channels: Int
  package var pooledRows: Int
  package var pooledColumns: Int
  package var output: UnsafeMutableRawPointer
  /// Rows and columns of an output plane; at least twice the pooled ones.
  package var rows: Int
  package var columns: Int

  package init(
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
