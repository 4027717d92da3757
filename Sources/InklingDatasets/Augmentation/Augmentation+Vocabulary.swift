extension Augmentation {
  /// A transform's name, and the keys that its parameters have in a file.
  public struct Word: Sendable {
    /// One parameter of a transform, as it is written in a file.
    public struct Key: Sendable {
      /// The key: "degrees".
      public let name: String
      /// What may stand there: "a number from 0 to 1".
      public let expected: String
      /// Its value when it is left out.
      public let standard: [Double]
    }

    /// The transform's name: "random_affine".
    public let name: String
    /// The keys of its parameters, in the order in which they are written.
    public let keys: [Key]
  }

  /// All transforms with all their keys, in the order of their names.
  public static let vocabulary: [Word] = standards.map(\.word)

  /// Every transform with its defaults.
  static let standards: [any ImageTransform] = [
    ColorJitter(), CutMix(), Cutout(), ElasticTransform(), GaussianBlur(), GaussianNoise(), MixUp(), RandomAffine(),
    RandomCrop(), RandomErasing(), RandomHorizontalFlip(), RandomVerticalFlip(),
  ]
}

extension ImageTransform {
  fileprivate var word: Augmentation.Word {
    Augmentation.Word(
      name: name,
      keys: Self.parameters.map {
        Augmentation.Word.Key(name: $0.name, expected: $0.expected, standard: $0.get(self))
      })
  }
}
