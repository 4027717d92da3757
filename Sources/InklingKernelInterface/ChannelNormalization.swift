/// Mean and centred sum of squares of each channel of one block, lane by lane (an image each):
///
///     mean = sum of x / plane,  squares = sum of (x - mean)^2
///
/// Two passes over the channel, so that nothing cancels whatever its mean.
package struct ChannelMoments {
  package var source: UnsafeRawPointer
  package var channels: Int
  /// Elements of a channel.
  package var plane: Int
  /// `channels` rounded up to a multiple of sixteen.
  package var padded: Int
  /// Lanes that hold images: only these count.
  package var lanes: Int
  /// Three times `padded` elements: the means, the squares, and the means with zero in the lanes that do not count.
  package var target: UnsafeMutableRawPointer

  package init(
    source: UnsafeRawPointer, channels: Int, plane: Int, padded: Int, lanes: Int, target: UnsafeMutableRawPointer
  ) {
    self.source = source
    self.channels = channels
    self.plane = plane
    self.padded = padded
    self.lanes = lanes
    self.target = target
  }
}

/// Each channel of one block moved, scaled, moved again and perhaps rectified:
///
///     y = (x - mean[c]) * scale[c] + shift[c]
package struct ChannelNormalization {
  package var source: UnsafeRawPointer
  package var target: UnsafeMutableRawPointer
  package var channels: Int
  package var plane: Int
  package var mean: UnsafePointer<Float>
  package var scale: UnsafePointer<Float>
  /// Nil for zeros.
  package var shift: UnsafePointer<Float>?
  package var rectified: Bool
  /// As in `TapSum`.
  package var lanes: Int

  package init(
    source: UnsafeRawPointer, target: UnsafeMutableRawPointer, channels: Int, plane: Int, mean: UnsafePointer<Float>,
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>?, rectified: Bool, lanes: Int
  ) {
    self.source = source
    self.target = target
    self.channels = channels
    self.plane = plane
    self.mean = mean
    self.scale = scale
    self.shift = shift
    self.rectified = rectified
    self.lanes = lanes
  }
}

/// The way back through `ChannelNormalization`, in two halves with a sum over the whole batch between. With `g` the
/// gradient behind the rectifier:
///
///     sums:    (sum of g,  rstd[c] * sum of g * (x - mean[c])) for each channel, lane by lane
///     input:   scale[c] * g + offset[c] + slope[c] * (x - mean[c])
package struct ChannelNormalizationGradient {
  /// The forward pass: its input is read, its output made again where the rectifier needs it.
  package var forward: ChannelNormalization
  package var gradient: UnsafeRawPointer
  /// The reciprocal of the standard deviation.
  package var rstd: UnsafePointer<Float>
  /// Of the input gradient.
  package var offset: UnsafePointer<Float>
  package var slope: UnsafePointer<Float>
  /// `channels` rounded up to a multiple of sixteen.
  package var padded: Int
  /// First half: twice `padded` elements, those beyond the channels zero. Second half: the input's gradient, zero in
  /// the lanes without an image; it may be `gradient` itself.
  package var target: UnsafeMutableRawPointer
  /// Lanes that hold images.
  package var lanes: Int

  package init(
    forward: ChannelNormalization, gradient: UnsafeRawPointer, rstd: UnsafePointer<Float>,
    offset: UnsafePointer<Float>, slope: UnsafePointer<Float>, padded: Int, target: UnsafeMutableRawPointer, lanes: Int
  ) {
    self.forward = forward
    self.gradient = gradient
    self.rstd = rstd
    self.offset = offset
    self.slope = slope
    self.padded = padded
    self.target = target
    self.lanes = lanes
  }
}
