public import InklingDatasets
import InklingEngine
import InklingFiles

/// How a model's images are drawn, so that a picture of another kind can be made one of them.
public struct PictureDescription: Sendable, Equatable {
  /// Which is brighter, what is drawn or what it is drawn on.
  public enum Ink: String, Sendable, Codable, CaseIterable {
    /// As MNIST's digits are.
    case lightOnDark = "light_on_dark"
    /// As on paper.
    case darkOnLight = "dark_on_light"
    /// Neither, or not known.
    case any
  }

  /// How a picture is brought to the images' size.
  public enum Framing: String, Sendable, Codable, CaseIterable {
    /// It has that size already, or is only scaled.
    case none
    /// As MNIST frames a digit: scaled into a box of 20 x 20 pixels, and centred by its centre of mass.
    case digit
    /// A line of characters.
    case line
  }

  /// Which is brighter.
  public var ink: Ink
  /// How a picture is brought to the images' size.
  public var framing: Framing
  /// Whether this was measured on the images that the model was trained on, and said by no person: images that are drawn
  /// otherwise are then shown to it as they are.
  public var isMeasured: Bool
  /// Whether a run has the ink of the weights that it started from, of which a person has said it: other images are then
  /// inverted for it, as they are for the model that it came from.
  public var isInherited: Bool

  /// How images are drawn; what is left out is not known.
  public init(ink: Ink = .any, framing: Framing = .none, isMeasured: Bool = false, isInherited: Bool = false) {
    self.ink = ink
    self.framing = framing
    self.isMeasured = isMeasured
    self.isInherited = isInherited
  }

  /// How a data set's images are drawn: the ink is measured, the framing is what its makers say.
  ///
  /// The ink is light where the mean of the outermost pixels is below 64 of 255, and dark where it is above 191.
  public init(of images: LabeledImages, dataset: String) {
    self.init(ink: Self.ink(of: images), framing: Self.framing(of: dataset))
  }

  private static func ink(of images: LabeledImages) -> Ink {
    guard let mean = EdgePixels(of: images).mean else { return .any }
    return mean < 64 ? .lightOnDark : mean > 191 ? .darkOnLight : .any
  }

  private static func framing(of dataset: String) -> Framing {
    if dataset == "mnist" || dataset == "qmnist" || dataset.hasPrefix("emnist") { return .digit }
    guard dataset.hasPrefix("strokes") else { return .none }
    return dataset.contains("sequence") ? .line : .digit
  }
}

/// As `{"ink", "framing"}`, and `"measured": true` or `"inherited": true` where it is.
extension PictureDescription: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case ink, framing
    case isMeasured = "measured"
    case isInherited = "inherited"
  }

  /// - Throws: `DecodingError` for a word that is none of the above, for an unknown key, and for an ink that was both measured
  ///   and inherited.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      ink: try container.decode(Ink.self, forKey: .ink), framing: try container.decode(Framing.self, forKey: .framing),
      isMeasured: try container.decodeIfPresent(Bool.self, forKey: .isMeasured) ?? false,
      isInherited: try container.decodeIfPresent(Bool.self, forKey: .isInherited) ?? false)
    guard !isMeasured || !isInherited else {
      throw DecodingError.dataCorruptedError(
        forKey: .isInherited, in: container, debugDescription: "what was measured is no person's word")
    }
  }

  /// Writes the form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(ink, forKey: .ink)
    try container.encode(framing, forKey: .framing)
    if isMeasured { try container.encode(true, forKey: .isMeasured) }
    if isInherited { try container.encode(true, forKey: .isInherited) }
  }
}
