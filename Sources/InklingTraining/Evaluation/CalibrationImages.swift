package import InklingDatasets
package import InklingFiles

/// Training images that show the ranges of a model's activations.
package struct CalibrationImages {
  /// One behind the other, each [C, H, W].
  package let bytes: [UInt8]
  /// How many there are: fewer than were asked for where there are no more.
  package let count: Int
  /// What a person should know of them; nil for nothing.
  package let note: String?

  /// So many images, spread evenly over those that the model was trained on; over the whole training set of a data set that
  /// is not the model's.
  ///
  /// - Throws: what reading throws; `InputError` of kind `.malformed` for images that are not the model's.
  package init(_ wanted: Int, of source: DatasetSource, for model: TrainedModel) throws(InputError) {
    let isOwn = model.training.map { source.isData(of: $0.recipe) } ?? false
    let part = isOwn ? try DataPart(.train, of: source, for: [model]) : nil
    let given: LabeledImages
    if let part {
      given = part.images
    } else {
      let source = source.fitted(to: model)
      given = try source.load().train.taken(by: model.description.task, model.graph, source.reading.texts).images
    }
    try model.description.requireFit(given)
    let images = given.drawn(for: model)
    note = given.drawingNote(for: [model])
    let all = part?.indices?.count ?? images.count
    count = min(max(wanted, 0), all)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * images.imageSize)
    for place in 0..<count {
      let index = place * all / count
      bytes += images[part?.indices.map { Int($0[index]) } ?? index]
    }
    self.bytes = bytes
  }
}
