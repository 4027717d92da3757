public import InklingCaptchas
public import InklingFiles
public import InklingTargets

/// A training set whose pictures are drawn when they are wanted: so many an epoch, and in every epoch others, with other
/// texts. Nothing of them is kept.
///
///     let pictures = try GeneratedPictures(generator, count: 50_000)
///     let dataset = try Dataset(pictures, test: 5_000)
///
/// Training counts epochs from one. Epoch 0 belongs to pictures that are never trained on and always the same: those that
/// are held out, and those of the test set.
public struct GeneratedPictures: Sendable {
  /// What draws them.
  public let generator: any PictureGenerator
  /// Pictures an epoch.
  public let count: Int

  /// The most pictures of an epoch, and of what is kept in memory.
  public static let mostPictures = 1 << 20
  /// The first held-out picture of epoch 0; those of the test set are before it.
  private static let firstHeldOut = 1 << 24

  /// - Throws: `InputError` of kind `.malformed` for a count out of range, and for a generator of no size or of texts without
  ///   a character.
  public init(_ generator: any PictureGenerator, count: Int) throws(InputError) {
    try Self.require(count, of: "an epoch", from: 1)
    let (channels, height, width) = (generator.channels, generator.height, generator.width)
    guard channels > 0, height > 0, width > 0, generator.longestText > 0 else {
      throw InputError(
        .malformed, "the generator draws nothing", expected: "pictures of a size, and texts of at least one character",
        found: "\(channels) x \(height) x \(width), and at most \(generator.longestText) characters")
    }
    self.generator = generator
    self.count = count
  }

  package static func require(_ count: Int, of what: String, from least: Int) throws(InputError) {
    guard (least...mostPictures).contains(count) else {
      throw InputError(
        .malformed, "the number of pictures of \(what) is out of range", expected: "\(least) to \(mostPictures)",
        found: "\(count)")
    }
  }

  /// The texts of an epoch's pictures.
  ///
  /// - Precondition: the generator's texts are no longer than it says.
  public func targets(epoch: Int) -> Targets { targets(0..<count, epoch: epoch) }

  /// So many pictures that are never trained on, and not tested on either: a validation's.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a count out of range, `.unavailable` where there is not enough memory.
  public func heldOut(_ count: Int) throws(InputError) -> LabeledImages {
    try Self.require(count, of: "the validation", from: 1)
    return try images(Self.firstHeldOut..<Self.firstHeldOut + count, epoch: 0)
  }

  /// The first so many pictures of the test set.
  ///
  /// - Throws: as `heldOut(_:)`.
  public func tested(_ count: Int) throws(InputError) -> LabeledImages {
    try Self.require(count, of: "the test set", from: 0)
    return try images(0..<count, epoch: 0)
  }

  /// One picture of the test set, by itself.
  ///
  /// - Throws: as `heldOut(_:)`.
  package func tested(at index: Int) throws(InputError) -> LabeledImages { try images(index..<index + 1, epoch: 0) }

  /// The first so many pictures of the first epoch, to look at; all where an epoch has fewer.
  ///
  /// - Throws: as `heldOut(_:)`.
  public func sample(_ count: Int) throws(InputError) -> LabeledImages {
    try Self.require(count, of: "the sample", from: 0)
    return try images(0..<min(count, self.count), epoch: 1)
  }

  private func targets(_ indices: Range<Int>, epoch: Int) -> Targets {
    let texts = indices.map { generator.labels(of: $0, epoch: epoch) }
    let sequences = LabelSequences(texts)
    precondition(
      sequences.longest <= generator.longestText,
      "a text of \(sequences.longest) characters, where \(generator.name) has at most \(generator.longestText)")
    return .sequences(sequences)
  }

  private func images(_ indices: Range<Int>, epoch: Int) throws(InputError) -> LabeledImages {
    let size = generator.channels * generator.height * generator.width
    try Memory.require(
      Double(indices.count) * Double(size), for: "\(indices.count) pictures of \(generator.name)",
      remedy: "make the pictures smaller or take fewer")
    let share = 50
    var bytes = [UInt8](repeating: 0, count: indices.count * size)
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      // Safe: each part writes the bytes of its own pictures alone.
      nonisolated(unsafe) let target = start
      SystemThread.perform((indices.count + share - 1) / share) { part in
        for place in part * share..<min((part + 1) * share, indices.count) {
          generator.draw(indices.lowerBound + place, epoch: epoch, into: target + place * size)
        }
      }
    }
    return LabeledImages(
      images: bytes, targets: targets(indices, epoch: epoch), channels: generator.channels, height: generator.height,
      width: generator.width, classNames: generator.classNames)
  }
}

extension Dataset {
  /// Pictures of the first epoch that are in memory, as `train`.
  private static let sampleCount = 1_000

  /// A data set whose training pictures are drawn while it is trained on. Its `train` is a thousand pictures of the first
  /// epoch, for those who look at training images; its test set is in memory.
  ///
  /// - Parameters:
  ///   - pictures: what is trained on.
  ///   - name: what it is called; nil for the generator's name.
  ///   - test: pictures of the test set.
  /// - Throws: as `GeneratedPictures.heldOut(_:)`.
  public init(
    _ pictures: GeneratedPictures, name: String? = nil, test: Int = 5_000
  ) throws(InputError) {
    self.init(
      name: name ?? pictures.generator.name, train: try pictures.sample(Self.sampleCount),
      test: try pictures.tested(test), notes: [], source: "drawn by the program, anew in every epoch",
      generated: pictures)
  }

  /// Images that are trained on in an epoch, before any is held out.
  public var trainingCount: Int { generated?.count ?? train.count }
}
