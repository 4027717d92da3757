/// The factors of dropout for one block: zero for what is dropped, `scale` for what stays.
///
/// Element k of the lane with sample s stays if `word >> 8 < threshold`, where word is number `k % 4` of Philox4x32-10
/// at the counter (k / 4, stream, s, purposeAndEpoch): the bits of `CounterGenerator`, whatever lane the image is in.
public struct DropoutMask {
  public var key: (UInt32, UInt32)
  public var stream: UInt32
  public var purposeAndEpoch: UInt32
  /// Sixteen samples' numbers.
  public var samples: UnsafeRawPointer
  /// The share that stays, in 2^-24.
  public var threshold: Int32
  public var scale: Float
  public var mask: UnsafeMutableRawPointer
  /// A multiple of four.
  public var count: Int

  public init(
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
public struct DropoutKernels: Sendable {
  public var mask: @Sendable (DropoutMask) -> Void
  /// (source, factors, target, channels, plane): each channel's elements times the channel's factor.
  public var scale: @Sendable (UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer, Int, Int) -> Void

  public init(
    mask: @escaping @Sendable (DropoutMask) -> Void,
    scale: @escaping @Sendable (UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer, Int, Int) -> Void
  ) {
    self.mask = mask
    self.scale = scale
  }
}
