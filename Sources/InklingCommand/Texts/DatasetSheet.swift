import InklingDatasets
import InklingFiles
import InklingImages

/// A sheet of images: a row for each class, its mean image first, then samples of the training set.
struct DatasetSheet {
  private let sheet: ImageSheet
  /// Larger images are reduced to so many pixels a side.
  static let largestSide = 128

  /// - Parameter title: the data set's name in prose.
  init(_ summary: DatasetSummary, of dataset: Dataset, title: String) {
    let (height, width) = (summary.train.height, summary.train.width)
    let columns = 1 + (summary.train.classes.map(\.samples.count).max() ?? 0)
    let images = summary.train.classes.flatMap { row in
      let mean = Picture(row.meanImage, height: height, width: width).reduced(toFit: Self.largestSide)
      let samples = row.samples.map { Picture(dataset.train, $0).reduced(toFit: Self.largestSide) }
      let blank = Picture(width: mean.width, height: mean.height)
      return [mean] + samples + [Picture](repeating: blank, count: columns - 1 - samples.count)
    }
    sheet = ImageSheet(
      images, columns: columns, title: "\(title): \(dataset.train.count.of("training image"))",
      rowCaptions: summary.train.classes.map(\.name), columnCaptions: ["mean"])
  }

  /// Whether the file's name says in which format.
  static func canWrite(_ path: String) -> Bool { PictureFile.format(ofName: path) != nil }

  /// Draws the sheet into a file.
  ///
  /// - Throws: `InputError` of kind `.unwritable` or `.broken`.
  func write(to path: String) throws(InputError) { try sheet.write(to: path) }
}

extension ImageSheet {
  /// Draws the sheet into a file of the kind that its name asks for.
  ///
  /// - Throws: `InputError` of kind `.unwritable` or `.broken`.
  func write(to path: String) throws(InputError) {
    try PictureFile.write(drawn(), to: path)
  }
}
