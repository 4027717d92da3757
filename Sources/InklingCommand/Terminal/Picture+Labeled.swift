import InklingDatasets
import InklingImages

extension Picture {
  /// One image of a split.
  init(_ split: LabeledImages, _ index: Int) {
    self.init(Array(split[index]), height: split.height, width: split.width)
  }

  /// An image's pixels, [C, H, W]: three channels are colours, of any other number the first is shown.
  init(_ pixels: [UInt8], height: Int, width: Int) {
    let size = height * width
    guard pixels.count == 3 * size else {
      self.init(width: width, height: height, samples: Array(pixels.prefix(size)))
      return
    }
    let samples = (0..<3 * size).map { pixels[$0 % 3 * size + $0 / 3] }
    self.init(width: width, height: height, channels: 3, samples: samples)
  }

  /// The image at half its size, for a small terminal.
  var halved: Picture { resized(width: (width + 1) / 2, height: (height + 1) / 2) }
}
