/// What turns a pixel's byte into a network's input, for each channel: `x = byte * scale + shift`.
///
/// PyTorch's `ToTensor` and `Normalize(mean, deviation)` are `scale = 1 / (255 * deviation)`,
/// `shift = -mean / deviation`.
public struct Normalization: Sendable, Equatable, Codable {
  public var scale: [Float]
  public var shift: [Float]

  /// - Precondition: as many scales as shifts, at least one.
  public init(scale: [Float], shift: [Float]) {
    precondition(
      !scale.isEmpty && scale.count == shift.count, "\(scale.count) scales and \(shift.count) shifts were given")
    self.scale = scale
    self.shift = shift
  }

  /// The same mean and deviation (of `byte / 255`) for every channel.
  public init(mean: Float, deviation: Float, channels: Int) {
    self.init(
      scale: Array(repeating: 1 / (255 * deviation), count: channels),
      shift: Array(repeating: -mean / deviation, count: channels))
  }
}
