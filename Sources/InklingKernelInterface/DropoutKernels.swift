/// The factors of dropout for one block: zero for what is dropped, `scale` for what stays.
///
/// Element k of the lane with sample s stays if `word >> 8 < threshold`, where word is number `k % 4` of Philox4x32-10
/// at the counter (k / 4, stream, s, purposeAndEpoch): the bits of `CounterGenerator`, whatever lane the image is in.
package struct DropoutMask {
  package var key: (UInt32, UInt32)
  package var stream: UInt32
  package var purposeAndEpoch: UInt32
  /// Sixteen samples' numbers.
  package var samples: UnsafeRawPointer
  /// The share that stays, in 2^-24.
  package var threshold: Int32
  package var scale: Float
  package var mask: UnsafeMutableRawPointer
  /// A multiple of four.
  package var count: Int

  package init(
    key: (UInt32, UInt32), stream: UInt32, purposeAndEpoch: UInt32, samples: UnsafeRawPointer, threshold: Int32,
    scale: Float, mask: UnsafeMutableRawPointer, count: Int
  ) {
    self.key = key
    self.stream = stream
    self.purposeAndEpoch = purposeAndEpoch
    self.samples = samples
    self.threshold = threshold
    self.scale = scale
    self.mask = mask
    self.count = count
  }
}

/// Random masks, and multiplying by them.
package protocol DropoutKernels: Sendable {
  func dropoutMask(_ work: DropoutMask)
  /// Each channel's elements times the channel's factor.
  func scaleChannels(
    _ source: UnsafeRawPointer, _ factors: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ channels: Int,
    _ plane: Int)
}
