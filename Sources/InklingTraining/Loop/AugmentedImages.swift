package import InklingDatasets
package import InklingEngine
package import InklingFiles

/// An augmentation of a training set, as the engine calls it.
package final class AugmentedImages: ImagePreparation {
  private let augmenter: ImageAugmenter

  /// - Parameter training: the images that are trained on, so that no other is ever mixed in; nil for all.
  /// - Throws: `InputError` when a transform does not fit the images.
  package init(
    _ augmentation: Augmentation, of images: LabeledImages, seed: UInt64, training: [Int32]? = nil
  ) throws(InputError) {
    augmenter = try ImageAugmenter(
      augmentation, channels: images.channels, height: images.height, width: images.width, count: images.count,
      seed: seed, partners: training)
  }

  package var scratchBytes: Int { augmenter.scratchBytes }

  package func prepare(
    _ images: UnsafePointer<UInt8>, index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) -> PreparedLabel {
    let mixing = augmenter.augment(images, index: index, epoch: epoch, into: target, scratch: scratch)
    return PreparedLabel(partner: mixing.partner, share: mixing.share)
  }
}
