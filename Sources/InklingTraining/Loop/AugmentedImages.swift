public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// An augmentation of a training set, as the engine calls it: a loop written by hand sets it as its program's
/// `preparation`, and says which epoch begins.
///
///     program.preparation = try AugmentedImages(.digits, of: dataset.train, seed: 0)
///     for epoch in 1...10 {
///       program.begin(epoch: epoch)
///       ...
///     }
///
/// An image's version depends on the seed, the epoch and its index alone.
public final class AugmentedImages: ImagePreparation {
  private let augmenter: ImageAugmenter

  /// - Parameters:
  ///   - augmentation: what is done to them.
  ///   - images: that are trained on.
  ///   - seed: what all that is random follows from.
  ///   - training: the images that are trained on, so that no other is ever mixed in; nil for all.
  /// - Throws: `InputError` when a transform does not fit the images.
  public init(
    _ augmentation: Augmentation, of images: LabeledImages, seed: UInt64, training: [Int32]? = nil
  ) throws(InputError) {
    augmenter = try ImageAugmenter(
      augmentation, channels: images.channels, height: images.height, width: images.width, count: images.count,
      seed: seed, partners: training)
  }

  /// Whether the augmentation has MixUp or CutMix.
  public var mixesImages: Bool { augmenter.mixesImages }

  /// Bytes of scratch memory for one thread.
  public var scratchBytes: Int { augmenter.scratchBytes }

  /// Writes image `index` as it is seen in `epoch`.
  public func prepare(
    _ images: UnsafePointer<UInt8>, index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) -> PreparedLabel {
    let mixing = augmenter.augment(images, index: index, epoch: epoch, into: target, scratch: scratch)
    return PreparedLabel(partner: mixing.partner, share: mixing.share)
  }
}
