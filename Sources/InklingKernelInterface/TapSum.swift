/// One term of a tap sum: where its input lies relative to a position, and where its weights lie.
public struct Tap: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from a position's input to this tap's input element.
  public var input: Int32
  /// Bytes from the first weight to this tap's row of weights (one per output channel, contiguous).
  public var weights: Int32

  public init(input: Int32, weights: Int32) {
    self.input = input
    self.weights = weights
  }
}

/// One output position of a tap sum.
public struct Position: Sendable, Equatable, BitwiseCopyable {
  /// Bytes from the input's start to the element that tap offsets are added to.
  public var input: Int32
  /// Bytes from an output plane's start to the element written.
  public var output: Int32

  public init(input: Int32, output: Int32) {
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
public struct TapSum {
  public var input: UnsafeRawPointer
  public var weights: UnsafeRawPointer
  public var bias: UnsafePointer<Float>?
  public var output: UnsafeMutableRawPointer
  public var taps: UnsafePointer<Tap>
  public var tapCount: Int
  public var positions: UnsafePointer<Position>
  public var positionCount: Int
  public var channels: Int
  /// Bytes from one output channel's plane to the next.
  public var channelStride: Int
  /// Whether negative results become zero.
  public var rectified: Bool
  /// For `maxPooledTapSum`: which of a window's four positions won (0...3), or -1 where the rectifier closed; Int32
  /// lanes laid out as the output. Nil when no gradient is wanted.
  public var winners: UnsafeMutableRawPointer?
  /// Lanes that hold images; a machine with narrower registers leaves the rest out.
  public var lanes: Int

  public init(
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
