/// One term of a tap sum: where its input lies relative to a position, and where its weights lie.
package struct Tap: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from a position's input to this tap's input element.
  package var input: Int32
  /// Bytes from the first weight to this tap's row of weights (one per output channel, contiguous).
  package var weights: Int32

  package init(input: Int32, weights: Int32) {
    self.input = input
    self.weights = weights
  }
}

/// One output position of a tap sum.
package struct Position: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from the input's start to the element that tap offsets are added to.
  package var input: Int32
  /// Bytes from an output plane's start to the element written.
  package var output: Int32

  package init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }
}

/// The shape that convolution (any stride, dilation and group), its input gradient and the linear layer share:
///
///     y[o][q] = bias[o] + sum over t of  weights[t][o] * x[position(q) + tap(t)]
///
/// in the order of the taps, for all sixteen lanes. Two tables of offsets hold all of the geometry, so the inner loop
/// knows none: no padding, no ragged edge, no index arithmetic.
package struct TapSum {
  package var input: UnsafeRawPointer
  package var weights: UnsafeRawPointer
  package var bias: UnsafePointer<Float>?
  package var output: UnsafeMutableRawPointer
  package var taps: UnsafePointer<Tap>
  package var tapCount: Int
  package var positions: UnsafePointer<Position>
  package var positionCount: Int
  package var channels: Int
  /// Bytes from one output channel's plane to the next.
  package var channelStride: Int
  /// Whether negative results become zero.
  package var rectified: Bool
  /// For `maxPooledTapSum`: which of a window's four positions won (0...3), or -1 where the rectifier closed; Int32
  /// lanes laid out as the output. Nil when no gradient is wanted.
  package var winners: UnsafeMutableRawPointer?
  /// Lanes that hold images; a machine with narrower registers leaves the rest out.
  package var lanes: Int

  package init(
    input: UnsafeRawPointer, weights: UnsafeRawPointer, bias: UnsafePointer<Float>?, output: UnsafeMutableRawPointer,
    taps: UnsafePointer<Tap>, tapCount: Int, positions: UnsafePointer<Position>, positionCount: Int, channels: Int,
    channelStride: Int, rectified: Bool, winners: UnsafeMutableRawPointer? = nil,
    lanes: Int = 16
  ) {
    self.input = input
    self.weights = weights
    self.bias = bias
    self.output = output
    self.taps = taps
    self.tapCount = tapCount
    self.positions = positions
    self.positionCount = positionCount
    self.channels = channels
    self.channelStride = channelStride
    self.rectified = rectified
    self.winners = winners
    self.lanes = lanes
  }
}
