import Files

extension AugmentationRecipe {
  /// One transform: its name alone, or a mapping whose one key is its name.
  static func check(_ node: DocumentNode, path: String, faults: DocumentFaults) {
    let name: String
    if let text = node.text {
      name = text
    } else if let entries = node.entries, entries.count == 1 {
      name = entries[0].key
    } else {
      faults.add(
        path, at: node.place, "should be one transform, such as 'random_crop: {padding: 2}', but is \(node.found)")
      return
    }
    guard let parameters = vocabulary.first(where: { $0.name == name })?.parameters else {
      let hint = NearestName.hint(name, among: vocabulary.map(\.name))
      faults.add(path, at: node.place, "is no transform: found \(name); \(hint)")
      return
    }
    guard let options = node[name] else { return }
    let reader = MappingReader(options, path: "\(path).\(name)", faults: faults)
    for (key, range) in parameters + [("p", 0...1)] { check(key, range, reader) }
    reader.finish()
  }

  /// A number, or a list of two.
  private static func check(_ key: String, _ range: ClosedRange<Double>, _ reader: MappingReader) {
    let bounds = NumberRange.from(range.lowerBound, to: range.upperBound)
    if reader.node(key)?.elements == nil {
      _ = reader.double(key, in: bounds)
    } else if let numbers = reader.doubles(key, in: bounds), numbers.count != 2 {
      reader.fault(key, "should be one number or two, but is a list of \(numbers.count)")
    }
  }

  /// Every transform with the ranges of its parameters, by torchvision's names.
  private static let vocabulary: [(name: String, parameters: [(String, ClosedRange<Double>)])] = [
    ("color_jitter", [("brightness", 0...10), ("contrast", 0...10)]),
    ("cutmix", [("alpha", 0.01...100)]),
    ("cutout", [("size", 1...1024), ("value", 0...255)]),
    ("elastic_transform", [("alpha", 0...10_000), ("sigma", 0.5...100), ("fill", 0...255)]),
    ("gaussian_blur", [("kernel_size", 1...63), ("sigma", 0.01...100)]),
    ("gaussian_noise", [("mean", -1...1), ("sigma", 0...1)]),
    ("mixup", [("alpha", 0.01...100)]),
    (
      "random_affine",
      [
        ("degrees", -180...180), ("translate", 0...1), ("scale", 0.1...10), ("shear", -80...80), ("fill", 0...255),
      ]
    ),
    ("random_crop", [("padding", 0...1024), ("fill", 0...255)]),
    ("random_erasing", [("scale", 0...1), ("ratio", 0.01...100), ("value", 0...255)]),
    ("random_horizontal_flip", []),
    ("random_vertical_flip", []),
  ]
}
