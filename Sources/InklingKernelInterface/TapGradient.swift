/// The gradient of a tap sum's weights over one block, each lane by itself:
///
///     sums[t][o] (+)= sum over rows, columns of  gradient[o][row][column] * x[row, column, t]
///
/// `horizontalSums` then adds the lanes. Positions are visited in row-major order, or by windows of two by two, as
/// `WinnerWeightGradient` does; what no window covers is left out then.
package struct TapGradient {
  package var input: UnsafeRawPointer
  /// Bytes between the inputs of neighbouring rows and columns of positions (the convolution's stride included).
  package var inputRowStride: Int
  package var inputColumnStride: Int
  package var taps: UnsafePointer<Tap>
  package var tapCount: Int
  /// Gradient with respect to the output, planes of rows x columns elements without gaps.
  package var gradient: UnsafeRawPointer
  package var rows: Int
  package var columns: Int
  package var byWindows: Bool
  package var channels: Int
  /// Bytes from one channel's gradient to the next.
  package var channelStride: Int
  /// Sums, one element (sixteen lanes) for each tap and channel, at `(t * channels + o) * 64` bytes.
  package var sums: UnsafeMutableRawPointer
  /// Whether to add to what `sums` holds.
  package var accumulates: Bool

  package init(
    input: UnsafeRawPointer, inputRowStride: Int, inputColumnStride: Int, taps: UnsafePointer<Tap>, tapCount: Int,
    gradient: UnsafeRawPointer, rows: Int, columns: Int, byWindows: Bool, channels: Int, channelStride: Int,
    sums: UnsafeMutableRawPointer, accumulates: Bool
  ) {
    self.input = input
    self.inputRowStride = inputRowStride
    self.inputColumnStride = inputColumnStride
    self.taps = taps
    self.tapCount = tapCount
    self.gradient = gradient
    self.rows = rows
    self.columns = columns
    self.byWindows = byWindows
    self.channels = channels
    self.channelStride = channelStride
    self.sums = sums
    self.accumulates = accumulates
  }
}
