public import InklingFiles

/// What is done to a training image each time it is seen: transforms in order, each with its parameters and the
/// probability that it is applied. Names, parameters and defaults are torchvision's where it has them.
///
/// Every number that is drawn depends on the seed, the epoch and the image's index in the data set, and on nothing else:
/// not on the batch, the threads or the order of work.
///
/// `random_affine` and `elastic_transform` that stand side by side become one resampling, so that the image is
/// blurred once. `mixup` and `cutmix` come last; of several the first that is applied is the only one.
///
/// Its coded form is a list, in which a transform is an object with one key, its name; or a preset's name:
///
///     [{"random_affine": {"degrees": 10, "translate": 0.06}}, "random_horizontal_flip", {"mixup": {"alpha": 0.2}}]
public struct Augmentation: Sendable {
  /// The transforms, in the order in which they are applied.
  public let transforms: [any ImageTransform]

  /// An augmentation of these transforms, applied in this order. An empty one leaves the images as they are.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a parameter out of its range, and for a transform behind `mixup` or
  ///   `cutmix`.
  public init(_ transforms: [any ImageTransform]) throws(InputError) {
    for transform in transforms { try transform.validate() }
    if let (late, mixing) = Self.misplaced(in: transforms).map({ (transforms[$0].name, transforms[$1].name) }) {
      throw InputError(
        .malformed, "\(late) of the augmentation stands behind \(mixing)",
        expected: "mixup and cutmix after all other transforms", found: "\(late) after them",
        remedy: "move it before \(mixing)")
    }
    self.transforms = transforms
  }

  /// The first transform behind one that mixes, and that one; nil when `mixup` and `cutmix` come last.
  static func misplaced(in transforms: [any ImageTransform]) -> (late: Int, mixing: Int)? {
    guard let mixing = transforms.firstIndex(where: { $0 is any MixingTransform }) else { return nil }
    return transforms.indices[mixing...].first { !(transforms[$0] is any MixingTransform) }.map { ($0, mixing) }
  }

  /// Whether images of other classes are mixed in, so that a label is a share of two.
  public var mixesLabels: Bool { transforms.contains { $0 is any MixingTransform } }

  /// The names of the transforms that mirror images, which no text can be read in; empty where none does.
  package var mirroring: [String] {
    transforms.filter { $0 is RandomHorizontalFlip || $0 is RandomVerticalFlip }.map(\.name)
  }

  /// The transforms that write a byte where nothing of the image is, beside what they move, with that byte.
  package var fills: [(name: String, fill: Int)] {
    transforms.compactMap { transform in transform.outsideByte.map { (transform.name, $0) } }
  }
}

extension Augmentation {
  /// The transforms, by their place, that images of this size are too small or too large for.
  package func misfits(channels: Int, height: Int, width: Int) -> [(transform: Int, fault: InputError)] {
    ImageOperations.misfits(self, ImageSize(channels: channels, height: height, width: width))
  }
}

extension Augmentation: Equatable {
  /// Whether both have the same transforms in the same order, with the same parameters.
  public static func == (a: Augmentation, b: Augmentation) -> Bool {
    a.transforms.count == b.transforms.count
      && zip(a.transforms, b.transforms).allSatisfy { $0.name == $1.name && $0.values == $1.values }
  }
}
