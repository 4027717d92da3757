/// What turns a pixel's byte into a network's input, for each channel: `x = byte * scale + shift`.
///
/// PyTorch's `ToTensor` and `Normalize(mean, deviation)` are `scale = 1 / (255 * deviation)`,
/// `shift = -mean / deviation`.
public struct Normalization: Sendable, Equatable, Codable {
  /// What each channel's bytes are multiplied by, one number a channel.
  public let scale: [Float]
  /// As many as there are scales.
  public let shift: [Float]

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

  private enum CodingKeys: CodingKey { case scale, shift }

  /// - Throws: `DecodingError` for another number of shifts than of scales, for none, and for one that is not finite.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let scale = try container.decode([Float].self, forKey: .scale)
    let shift = try container.decode([Float].self, forKey: .shift)
    guard !scale.isEmpty, scale.count == shift.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .shift, in: container, debugDescription: "\(scale.count) scales and \(shift.count) shifts")
    }
    guard (scale + shift).allSatisfy(\.isFinite) else {
      throw DecodingError.dataCorruptedError(
        forKey: .scale, in: container, debugDescription: "a number that is not finite")
    }
    self.init(scale: scale, shift: shift)
  }
}
