import InklingCaptchas
import InklingFiles

/// What tells a data set from every other: the digests of its images and labels.
public struct DatasetFingerprint: Codable, Sendable, Equatable {
  /// One split.
  public struct Part: Codable, Sendable, Equatable {
    /// The number of images.
    public let count: Int
    /// SHA-256 over the images' sizes and the SHA-256 digests of either half of their bytes.
    public let images: String
    /// SHA-256 over the labels, or whatever else the answers are.
    public let labels: String

    private enum CodingKeys: String, CodingKey, CaseIterable { case count, images, labels }

    /// - Throws: `DecodingError` for a key that is missing, unknown or of another type, for a count below zero, and for a digest
    ///   that is too long.
    public init(from decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      count = try container.decode(Int.self, forKey: .count)
      images = try container.decode(String.self, forKey: .images)
      labels = try container.decode(String.self, forKey: .labels)
      guard count >= 0, images.utf8.count <= 128, labels.utf8.count <= 128 else {
        throw DecodingError.dataCorruptedError(
          forKey: .count, in: container,
          debugDescription: "\(count) images, or digests of \(images.utf8.count) and \(labels.utf8.count) bytes")
      }
    }
  }

  /// The training set's digests.
  public let training: Part
  /// The test set's digests.
  public let test: Part

  /// Everything that the pictures follow from where they are drawn by a generator; nil for images of files.
  public let generator: String?

  private enum CodingKeys: String, CodingKey, CaseIterable { case training, test, generator }

  /// - Throws: `DecodingError` for a key that is missing, unknown or of another type.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    training = try container.decode(Part.self, forKey: .training)
    test = try container.decode(Part.self, forKey: .test)
    generator = try container.decodeIfPresent(String.self, forKey: .generator)
  }

  /// A fingerprint of digests that are known already; `Dataset.fingerprint` computes one.
  public init(training: Part, test: Part, generator: String? = nil) {
    self.training = training
    self.test = test
    self.generator = generator
  }

  /// What differs from another data set, in words: "training images", "test labels". None when both are the same.
  public func differences(from other: DatasetFingerprint) -> [String] {
    [
      ("training images", training.images != other.training.images),
      ("training labels", training.labels != other.training.labels),
      ("test images", test.images != other.test.images), ("test labels", test.labels != other.test.labels),
    ].filter(\.1).map(\.0)
  }
}

extension DatasetFingerprint.Part {
  /// Pictures that are drawn anew in every epoch follow from the generator and their number.
  init(of pictures: GeneratedPictures) {
    count = pictures.count
    images = sha256Hex(Array("\(pictures.count) pictures of \(pictures.generator.identity)".utf8))
    labels = sha256Hex(Array("\(pictures.count) texts of \(pictures.generator.identity)".utf8))
  }

  /// Reads every byte of a split, on two threads.
  public init(of split: LabeledImages) {
    count = split.count
    let images = split.images
    let middle = images.count / 2
    let (first, second) = sideBySide(
      { images.withUnsafeBytes { sha256Hex(UnsafeRawBufferPointer(rebasing: $0[..<middle])) } },
      { images.withUnsafeBytes { sha256Hex(UnsafeRawBufferPointer(rebasing: $0[middle...])) } })
    let sizes = "\(split.count) x \(split.channels) x \(split.height) x \(split.width)"
    self.images = sha256Hex(Array("\(sizes) \(first) \(second)".utf8))
    labels = sha256Hex(split.targets.bytes)
  }
}
