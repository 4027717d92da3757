extension Augmentation {
  /// The presets by name.
  public static let presets: [(name: String, augmentation: Augmentation)] = [
    ("digits", digits), ("fashion", fashion), ("light", light),
  ]

  /// The preset of this name; nil for another.
  public static func preset(_ name: String) -> Augmentation? { presets.first { $0.name == name }?.augmentation }

  /// For handwritten digits of 28x28 pixels: turned, moved, scaled, slanted and bent a little. The displacements' deviation
  /// is about one pixel.
  public static let digits = Augmentation(
    known: [
      RandomAffine(degrees: -10...10, translate: SIMD2(0.06, 0.06), scale: 0.9...1.1, shear: -6...6),
      ElasticTransform(alpha: 30, sigma: 5),
    ])

  /// For small photographs and drawings that may be mirrored: flips and shifts by up to two pixels.
  public static let fashion = Augmentation(known: [RandomHorizontalFlip(), RandomCrop(padding: 2)])

  /// Shifts by up to two pixels.
  public static let light = Augmentation(known: [RandomCrop(padding: 2)])

  /// Transforms that are known to be valid.
  init(known transforms: [any ImageTransform]) { self.transforms = transforms }
}
