import InklingFiles

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

  /// What factors and summands may be: images that need others are none.
  private static let (scales, shifts): (ClosedRange<Float>, ClosedRange<Float>) = (1e-12...1e12, 0...1e13)

  /// What no image can be multiplied with, or moved by, in a few words; nil when nothing is wrong.
  package var fault: String? {
    if let wrong = scale.first(where: { !Self.scales.contains($0.magnitude) }) {
      return "a scale of \(wrong), where 1e-12 to 1e12 in size can be followed"
    }
    if let wrong = shift.first(where: { !Self.shifts.contains($0.magnitude) }) {
      return "a shift of \(wrong), where at most 1e13 in size can be followed"
    }
    return nil
  }

  private enum CodingKeys: String, CodingKey, CaseIterable { case scale, shift }

  /// - Throws: `DecodingError` for another number of shifts than of scales, for none, for one that no image can have, such as
  ///   a scale of zero, and for an unknown key.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let scale = try container.decode([Float].self, forKey: .scale)
    let shift = try container.decode([Float].self, forKey: .shift)
    guard !scale.isEmpty, scale.count == shift.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .shift, in: container, debugDescription: "\(scale.count) scales and \(shift.count) shifts")
    }
    self.init(scale: scale, shift: shift)
    if let fault { throw DecodingError.dataCorruptedError(forKey: .scale, in: container, debugDescription: fault) }
  }
}
