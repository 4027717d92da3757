import InklingDatasets
import InklingFiles

/// The images that a model was trained on, as far as they can still be read: to tell whether a test is one.
struct SeenImages {
  private let hashes: Set<Int>

  /// Nil for a model of which it is not known, and where its data set is gone or drawn anew in every epoch.
  ///
  /// A shift is left out: a picture that is turned or made bolder is the same picture.
  init?(of model: TrainedModel) {
    guard let recipe = model.training?.recipe else { return nil }
    do throws(InputError) {
      var source = try DatasetSource(of: recipe, folder: nil).fitted(to: model)
      guard !source.isDrawn, !source.isGenerated else { return nil }
      source.variation.shift = nil
      let images = try source.load().train
      // What was held out was not trained on.
      let held = Set(
        try recipe.validationPlan.map { plan throws(InputError) in
          try images.splitting(plan.split).validation
        } ?? [])
      hashes = Set((0..<images.count).filter { !held.contains(Int32($0)) }.map { Self.hash(images[$0]) })
    } catch {
      // Nothing is refused for what cannot be read any more: the digests are all that is left to compare.
      return nil
    }
  }

  /// How many of these are among them.
  func count(in images: LabeledImages) -> Int { (0..<images.count).count { hashes.contains(Self.hash(images[$0])) } }

  private static func hash(_ image: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    image.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}
