import InklingCaptchas
public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Pictures that are drawn while they are trained on, as the engine calls it: a loop written by hand sets it as its program's
/// `preparation`, gives its steps no images, and takes each epoch's answers from the pictures.
///
///     program.preparation = try GeneratedImages(pictures, augmentation: .light, seed: 0)
///     for epoch in 1...10 {
///       program.begin(epoch: epoch)
///       let targets = pictures.targets(epoch: epoch)
///       for batch in batches { program.step(images: [], targets: targets, indices: batch) }
///     }
///
/// A picture depends on the generator, the epoch and its index alone; what an augmentation does to it on the seed, too.
public final class GeneratedImages: ImagePreparation {
  private let generator: any PictureGenerator
  private let count: Int
  private let augmenter: ImageAugmenter?

  /// - Parameters:
  ///   - pictures: what is drawn.
  ///   - augmentation: what is done to each picture when it is drawn; nil for nothing.
  ///   - seed: what all that is random in the augmentation follows from.
  /// - Throws: `InputError` when a transform does not fit the pictures, or mixes two of them.
  public init(
    _ pictures: GeneratedPictures, augmentation: Augmentation? = nil, seed: UInt64 = 0
  ) throws(InputError) {
    generator = pictures.generator
    count = pictures.count
    let generator = generator
    augmenter = try augmentation.map { augmentation throws(InputError) in
      try ImageAugmenter(
        augmentation, channels: generator.channels, height: generator.height, width: generator.width,
        count: pictures.count, seed: seed)
    }
    guard augmenter?.mixesImages != true else {
      throw InputError(
        .malformed, "the augmentation mixes two images, and these are drawn one by one", path: generator.name,
        remedy: "leave out mixup and cutmix")
    }
  }

  /// The pictures of an epoch.
  public var drawnImages: Int? { count }

  /// False: a text is no mixture.
  public var mixesImages: Bool { false }

  /// Bytes of scratch memory for one thread.
  public var scratchBytes: Int { augmenter?.scratchBytes ?? 0 }

  /// Writes picture `index` as it is seen in `epoch`.
  public func prepare(
    _ images: UnsafePointer<UInt8>, index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) -> PreparedLabel {
    if let augmenter {
      augmenter.augment(index: index, epoch: epoch, into: target, scratch: scratch) {
        generator.draw(index, epoch: epoch, into: $0)
      }
    } else {
      generator.draw(index, epoch: epoch, into: target)
    }
    return PreparedLabel(partner: index, share: 1)
  }
}
