package import InklingDatasets
package import InklingFiles
import InklingFraming
package import InklingTraining

extension TrainedModel {
  /// The threshold that refuses `share` of some images, which should be ones that it was not trained on.
  ///
  /// - Parameter indices: which of the images; nil for all.
  /// - Throws: `InputError`: `.usage` for a model without classes or images of another size, `.malformed` for a share
  ///   outside 0..<1 or no images.
  package func refusalThreshold(
    refusing share: Double, of images: LabeledImages, indices: [Int32]? = nil
  ) throws(InputError) -> RefusalThreshold {
    try requireClasses()
    try description.requireFit(images)
    let predictor = try predictor()
    let indices = indices ?? (0..<Int32(images.count)).map { $0 }
    let energies = try indices.map { index throws(InputError) in
      Outlierness.energy(logits: try predictor.logits(Array(images[Int(index)])))
    }
    return RefusalThreshold(
      threshold: try Outlierness.threshold(refusing: share, of: energies), share: share, images: energies.count)
  }
}
