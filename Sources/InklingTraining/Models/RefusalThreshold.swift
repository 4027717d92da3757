import InklingEngine
import InklingFiles

/// From which score on a picture is refused as none of a model's classes, and how that was measured.
///
/// In a model's file it is JSON: `{"score", "threshold", "share", "images"}`.
public struct RefusalThreshold: Sendable, Equatable, Codable {
  /// What is compared with the threshold.
  public enum Score: String, Sendable, Codable {
    /// The energy of the logits, -log Σ exp(logit) (Liu, Wang, Owens and Li, NeurIPS 2020).
    case energy
    /// Of a model whose last class is what none of the others is: that class's logit less the logarithm of the sum of the
    /// others' exponentials.
    case logOdds = "log_odds"
  }

  /// What is compared.
  public var score: Score
  /// A picture with a higher score is refused.
  public var threshold: Double
  /// The share of held-out images that it refuses.
  public var share: Double
  /// How many held-out images it was measured on.
  public var images: Int

  /// A threshold, and how it was measured.
  public init(score: Score = .energy, threshold: Double, share: Double, images: Int) {
    self.score = score
    self.threshold = threshold
    self.share = share
    self.images = images
  }

  private enum CodingKeys: String, CodingKey, CaseIterable { case score, threshold, share, images }

  /// - Throws: `DecodingError` for a score or a key that is not known, and for numbers that no measurement gives.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ what: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: what)
    }
    self.init(
      score: try container.decode(Score.self, forKey: .score),
      threshold: try container.decode(Double.self, forKey: .threshold),
      share: try container.decode(Double.self, forKey: .share), images: try container.decode(Int.self, forKey: .images))
    guard threshold.isFinite else { throw fault(.threshold, "\(threshold)") }
    guard (0...1).contains(share) else { throw fault(.share, "\(share) is no share") }
    guard images >= 0 else { throw fault(.images, "\(images) images") }
  }
}
