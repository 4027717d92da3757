public import InklingDatasets
package import InklingFiles

/// How training images are varied: the name of a preset, or a list of transforms with their parameters.
///
///     augmentation: digits
///     augmentation:
///       - random_affine: {degrees: 10, translate: [0.1, 0.1]}
///       - random_erasing
public struct AugmentationRecipe: Sendable, Equatable {
  /// As it was written.
  package let node: DocumentNode
  /// What it means.
  public let augmentation: Augmentation

  /// - Parameter augmentation: which is saved as the list of its transforms, with all their parameters.
  public init(_ augmentation: Augmentation) { self.init(node: augmentation.node, augmentation: augmentation) }

  private init(node: DocumentNode, augmentation: Augmentation) {
    self.node = node
    self.augmentation = augmentation
  }
}

extension AugmentationRecipe {
  /// Nil where something is wrong with it, which is added to `faults`.
  init?(reading node: DocumentNode, path: String, faults: DocumentFaults) {
    guard let augmentation = Augmentation(reading: node, path: path, faults: faults) else { return nil }
    self.init(node: node, augmentation: augmentation)
  }
}
