import InklingFiles

/// One step of an augmentation. The transforms of this library are all there are: a type from outside is refused by
/// `ImageAugmenter`.
public protocol ImageTransform: Sendable {
  /// The name in a file, torchvision's class in snake_case: "random_affine".
  static var name: String { get }
  /// The parameters in the order in which a file has them; the probability is the last.
  static var parameters: [TransformParameter<Self>] { get }
  /// The probability that it is applied to an image; "p" in a file.
  var probability: Double { get set }
}

/// A transform that takes a part of another image in, with its label.
public protocol MixingTransform: ImageTransform {
  /// Of Beta(alpha, alpha), from which the image's own share is drawn.
  var alpha: Double { get }
}

extension ImageTransform {
  /// The transform's name in a file: "random_affine".
  public var name: String { Self.name }

  /// Every parameter, in the order of `parameters`.
  var values: [[Double]] { Self.parameters.map { $0.get(self) } }

  /// The byte outside of the image, of a transform that has one and is ever applied.
  var outsideByte: Int? {
    guard probability > 0, let parameter = Self.parameters.first(where: { $0.name == "fill" }) else { return nil }
    return Int(parameter.get(self)[0])
  }

  func validate() throws(InputError) {
    for parameter in Self.parameters { try parameter.check(parameter.get(self), of: name) }
  }
}
