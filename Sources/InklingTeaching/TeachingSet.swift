import InklingDatasets
import InklingEngine
import InklingFiles
import InklingImages
import InklingStore
import InklingTraining

/// Corrections as a model's images, and which of them are held out.
struct TeachingSet {
  /// Those that can be used, with the model's classes.
  let images: LabeledImages
  /// Their numbers in the store.
  let ids: [Int64]
  /// How many cannot be used.
  let leftOut: Int

  /// From so many corrections on, every fifth is held out for good.
  static let leastToHoldOut = 10
  private static let heldOutEvery = 5

  /// - Throws: `InputError` of kind `.usage` when none of the corrections can be used, `.malformed` for a picture that is
  ///   damaged.
  /// - Precondition: the model can be taught (see `TrainedModel.requireTeachable()`).
  init(_ corrections: some Collection<StoredCorrection>, for model: TrainedModel) throws(InputError) {
    let shape = model.graph.inputShape
    let places = Dictionary(model.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var (pixels, labels, ids) = ([UInt8](), [Int32](), [Int64]())
    for stored in corrections {
      let picture = try stored.picture()
      guard let label = places[stored.correction.label], picture.width == shape.width, picture.height == shape.height
      else { continue }
      let samples = (shape.channels == 1 ? picture.gray() : picture.colored()).samples
      let size = shape.height * shape.width
      pixels += (0..<shape.count).map { samples[$0 % size * shape.channels + $0 / size] }
      labels.append(Int32(label))
      ids.append(stored.id)
    }
    guard !ids.isEmpty else {
      throw InputError(
        .usage, "there is no correction that the model can learn from", path: model.title,
        expected: "pictures of \(shape.width)x\(shape.height) pixels and labels among its classes",
        found: corrections.isEmpty ? "no corrections" : "\(corrections.count) others",
        remedy: "correct its answers first")
    }
    images = LabeledImages(
      images: pixels, labels: labels, channels: shape.channels, height: shape.height, width: shape.width,
      classNames: model.classNames)
    self.ids = ids
    leftOut = corrections.count - ids.count
  }

  /// How many there are.
  var count: Int { ids.count }

  /// Where those are that are held out for good; nil where there are too few. By their numbers in the store, so that they
  /// stay held out when others come.
  var heldOut: [Int]? {
    guard count >= Self.leastToHoldOut else { return nil }
    let chosen = ids.indices.filter { ids[$0] % Int64(Self.heldOutEvery) == 0 }
    // Where many were deleted the numbers may fall otherwise.
    if chosen.count * 10 >= count, chosen.count * 2 <= count { return chosen }
    return ids.indices.filter { $0 % Self.heldOutEvery == Self.heldOutEvery - 1 }
  }
}
