import InklingDatasets
import InklingFiles
import InklingFormats
import InklingImages

/// Some of the training images on one sheet, in rows of eight, as the data set has them.
struct TrainingSheet {
  private static let columns = 8
  private static let rows = 8
  private static let gap = 1
  /// Larger sheets have fewer images.
  private static let largestPixels = 1 << 22

  private let plan: TensorBoardPlan

  init(_ plan: TensorBoardPlan) { self.plan = plan }

  /// Nil for images so large that not one is shown.
  ///
  /// - Throws: `InputError` of kind `.broken` when there is not enough memory.
  func image() throws(InputError) -> SummaryImage? {
    let images = plan.images
    let pixels = images.height.multipliedReportingOverflow(by: images.width)
    guard !pixels.overflow, pixels.partialValue <= Self.largestPixels else { return nil }
    let most = min(Self.columns * Self.rows, max(1, Self.largestPixels / pixels.partialValue))
    let examples = plan.examples(atMost: most)
    guard !examples.isEmpty else { return nil }
    let columns = min(Self.columns, examples.count)
    let rows = (examples.count + columns - 1) / columns
    let width = columns * (images.width + Self.gap) - Self.gap
    let height = rows * (images.height + Self.gap) - Self.gap
    // Three channels are colours; of any other number the first is shown.
    let channels = images.channels == 3 ? 3 : 1
    var sheet = [UInt8](repeating: 128, count: width * height * channels)
    for (index, example) in examples.enumerated() {
      let origin = (index / columns * (images.height + Self.gap), index % columns * (images.width + Self.gap))
      draw(Int(example), channels, at: origin, on: &sheet, width: width)
    }
    let png = try PictureFile.encode(
      Picture(width: width, height: height, channels: channels, samples: sheet), as: .png)
    return SummaryImage(height: height, width: width, channels: channels, png: png)
  }

  /// Copies an image, [C, H, W], to its place among pixels of `channels` bytes each.
  private func draw(
    _ index: Int, _ channels: Int, at origin: (row: Int, column: Int), on sheet: inout [UInt8], width: Int
  ) {
    let images = plan.images
    let pixels = Array(images[index])
    for channel in 0..<channels {
      for row in 0..<images.height {
        for column in 0..<images.width {
          let place = (origin.row + row) * width + origin.column + column
          sheet[place * channels + channel] = pixels[(channel * images.height + row) * images.width + column]
        }
      }
    }
  }
}
