import Datasets
import Files

/// How training images are varied: the name of a preset, or a list of transforms with their parameters.
///
///     augmentation: digits
///     augmentation:
///       - random_affine: {degrees: 10, translate: [0.1, 0.1]}
///       - random_erasing
public struct AugmentationRecipe: Sendable, Equatable {
  package let node: DocumentNode

  package init(_ node: DocumentNode) { self.node = node }
}

extension AugmentationRecipe {
  static var presets: [String] { Augmentation.presets.map(\.name) }

  init?(reading node: DocumentNode, path: String, faults: DocumentFaults) {
    let before = faults.all.count
    if let name = node.text {
      if !Self.presets.contains(name) {
        faults.add(
          path, at: node.place,
          "is no preset: found \(name); \(NearestName.hint(name, among: Self.presets)) A list of transforms is valid too"
        )
      }
    } else if let elements = node.elements {
      for (index, element) in elements.enumerated() {
        Self.check(element, path: "\(path).\(index)", faults: faults)
      }
    } else {
      faults.add(path, at: node.place, "should be a preset's name or a list of transforms, but is \(node.found)")
    }
    guard faults.all.count == before else { return nil }
    self.init(node)
  }
}
