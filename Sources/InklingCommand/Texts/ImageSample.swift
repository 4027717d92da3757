import InklingDatasets
import InklingEngine
import InklingFiles
import InklingImages
import InklingTraining

/// One image to be predicted, and the class it is known to have.
struct ImageSample {
  /// [C, H, W].
  private(set) var pixels: [UInt8]
  /// The image as it is shown.
  let image: Picture
  /// Nil for an image from a file.
  let truth: Int?
  /// The text that it is known to show; nil for an image that shows none, or from a file.
  let text: String?

  /// The first image of a split.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the data set is not the model's.
  init(_ split: LabeledImages, for model: ModelDescription) throws(InputError) {
    try model.requireFit(split)
    pixels = Array(split[0])
    image = Picture(split, 0)
    truth = split.labels.first.map { Int($0) }
    text = split.targets.sequences.map { $0[0].map { split.classNames[$0] }.joined() }
  }

  /// The same as the model's images are drawn, and what a person should know.
  func drawn(for model: TrainedModel) -> (sample: ImageSample, note: String?) {
    let shape = model.graph.inputShape
    let image = LabeledImages(
      images: pixels, labels: [0], channels: shape.channels, height: shape.height, width: shape.width,
      classNames: [""])
    var sample = self
    sample.pixels = image.drawn(for: model).images
    return (sample, image.drawingNote(for: [model]))
  }
}
