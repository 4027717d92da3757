import InklingEngine
import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An image, and what the model answered to it when its file was written: whoever opens the file can see that it still
/// does.
public struct GoldenInput: Sendable, Equatable {
  /// [C, H, W], a byte each.
  public let pixels: [UInt8]
  /// The model's outputs, row by row.
  public let logits: [Float]

  /// An image with its outputs.
  public init(pixels: [UInt8], logits: [Float]) {
    self.pixels = pixels
    self.logits = logits
  }

  /// The fewest that a model's file has.
  public static let fewest = 8

  /// How far an answer may move, as a share of the largest logit (of one at least): other instruction sets round a
  /// multiply-add otherwise.
  public static let tolerance: Float = 1e-4

  /// The largest difference that the tolerance allows here.
  var allowed: Float { Self.tolerance * max(1, logits.reduce(0) { max($0, $1.magnitude) }) }
}

/// As `{"pixels": base64, "logits": [...]}`.
extension GoldenInput: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case pixels, logits }

  /// - Throws: `DecodingError` for what is no base64, and for an unknown key.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let data = Data(base64Encoded: try container.decode(String.self, forKey: .pixels)) else {
      throw DecodingError.dataCorruptedError(forKey: .pixels, in: container, debugDescription: "no base64")
    }
    self.init(pixels: Array(data), logits: try container.decode([Float].self, forKey: .logits))
  }

  /// Writes the form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Data(pixels).base64EncodedString(), forKey: .pixels)
    try container.encode(logits, forKey: .logits)
  }
}
