/// How many of a training set's images are held out for validation, and what decides which.
///
/// The images are drawn class by class, so that every class keeps its share (see `LabeledImages.splitting(_:)`). The
/// same split of the same set holds out the same images, whatever else a run does.
public struct ValidationSplit: Sendable, Equatable {
  /// How many images are held out.
  public enum Size: Sendable, Equatable {
    /// So many images.
    case count(Int)
    /// A share of the set, above 0 and below 1, rounded to whole images.
    case share(Double)
    /// One part of several that every image is in exactly one of: fold `number` (from 1) of `count`.
    case fold(number: Int, count: Int)
  }

  /// How many images are held out.
  public var size: Size
  /// Decides which images are held out; 0 by default.
  public var seed: UInt64

  /// A split to be made by `LabeledImages.splitting(_:)`, which checks the size against the set.
  public init(_ size: Size, seed: UInt64 = 0) {
    self.size = size
    self.seed = seed
  }

  /// What is held out, as the command line says it: "0.1", "5000", "fold 2 of 5".
  public var text: String {
    switch size {
    case .count(let count): "\(count)"
    case .share(let share): "\(share)"
    case .fold(let number, let count): "fold \(number) of \(count)"
    }
  }
}

/// Its JSON form is `{"count": 5000, "seed": 0}`, `{"share": 0.1, "seed": 0}` or `{"fold": 1, "folds": 5, "seed": 0}`.
extension ValidationSplit: Codable {
  private enum CodingKeys: String, CodingKey { case count, share, fold, folds, seed }

  /// Reads the JSON form above.
  ///
  /// - Throws: `DecodingError` for a missing or mistyped key. The numbers are checked when the set is split.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    seed = try container.decode(UInt64.self, forKey: .seed)
    if let count = try container.decodeIfPresent(Int.self, forKey: .count) {
      size = .count(count)
    } else if let share = try container.decodeIfPresent(Double.self, forKey: .share) {
      size = .share(share)
    } else {
      size = .fold(
        number: try container.decode(Int.self, forKey: .fold), count: try container.decode(Int.self, forKey: .folds))
    }
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seed, forKey: .seed)
    switch size {
    case .count(let count): try container.encode(count, forKey: .count)
    case .share(let share): try container.encode(share, forKey: .share)
    case .fold(let number, let count):
      try container.encode(number, forKey: .fold)
      try container.encode(count, forKey: .folds)
    }
  }
}
