import InklingDatasets
import InklingImages

extension GrayImage {
  /// The first channel of one image of a split.
  init(_ split: LabeledImages, _ index: Int) {
    self.init(Array(split[index]), height: split.height, width: split.width)
  }

  /// The first channel of an image's pixels, [C, H, W].
  init(_ pixels: [UInt8], height: Int, width: Int) {
    self.init(width: width, height: height, pixels: Array(pixels.prefix(height * width)))
  }

  /// The image at half its size, for a small terminal: each pixel the mean of up to four.
  var halved: GrayImage {
    var half = GrayImage(width: (width + 1) / 2, height: (height + 1) / 2)
    for y in 0..<half.height {
      for x in 0..<half.width {
        let columns = 2 * x..<min(2 * x + 2, width)
        let sums = (2 * y..<min(2 * y + 2, height)).map { row in columns.reduce(0) { $0 + Int(self[$1, row]) } }
        half[x, y] = UInt8(sums.reduce(0, +) / (sums.count * columns.count))
      }
    }
    return half
  }
}
