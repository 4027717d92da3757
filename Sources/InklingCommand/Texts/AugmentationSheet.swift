import InklingDatasets
import InklingFiles
import InklingImages

/// A sheet of what a network sees in training: in each row an image of the training set as it is, then its versions in
/// the first epochs.
struct AugmentationSheet {
  /// Epochs that are shown.
  static let versions = 9

  private let sheet: ImageSheet

  /// An image of the sheet: what stands beside its row, and its place in the training set.
  typealias Row = (caption: String, index: Int)

  /// A row for so many images of each class, at least one.
  ///
  /// - Throws: as below.
  init(
    _ augmentation: Augmentation, of images: LabeledImages, title: String, perClass: Int, seed: UInt64
  ) throws(InputError) {
    let samples = images.samples(perClass: max(perClass, 1))
    let rows = zip(images.classNames, samples).flatMap { name, indices in indices.map { Row(caption: name, index: $0) }
    }
    try self.init(augmentation, of: images, rows, title: title, seed: seed)
  }

  /// - Parameter seed: of the training whose versions they are.
  /// - Throws: `InputError` when a transform does not fit the images.
  init(
    _ augmentation: Augmentation, of images: LabeledImages, _ rows: [Row], title: String, seed: UInt64
  ) throws(InputError) {
    let augmenter = try ImageAugmenter(
      augmentation, channels: images.channels, height: images.height, width: images.width, count: images.count,
      seed: seed)
    let drawn = rows.flatMap { row in
      let versions = (1...Self.versions).map { epoch in
        Picture(
          augmenter.images(images, at: [row.index], epoch: epoch), height: images.height, width: images.width
        ).reduced(toFit: DatasetSheet.largestSide)
      }
      return [Picture(images, row.index).reduced(toFit: DatasetSheet.largestSide)] + versions
    }
    sheet = ImageSheet(
      drawn, columns: 1 + Self.versions, title: "\(title), augmented", rowCaptions: rows.map(\.caption),
      columnCaptions: ["as it is"] + (1...Self.versions).map { "epoch \($0)" })
  }

  /// - Throws: `InputError` of kind `.unwritable` or `.broken`.
  func write(to path: String) throws(InputError) { try sheet.write(to: path) }
}
