import Foundation
import InklingDatasets

/// A small data set in four IDX files with MNIST's names, to be spoilt at will.
struct TinyDataset {
  var trainImages: [UInt8]
  var trainLabels: [UInt8]
  var testImages: [UInt8]
  var testLabels: [UInt8]

  /// 320 and 96 digits drawn by the program.
  static let digits = TinyDataset(StrokeDigits.dataset(train: 320, test: 96, seed: 5))

  init(_ dataset: Dataset) {
    trainImages = Self.images(dataset.train)
    trainLabels = Self.labels(dataset.train)
    testImages = Self.images(dataset.test)
    testLabels = Self.labels(dataset.test)
  }

  /// Images of noise.
  static func noise(height: Int, width: Int, count: Int = 64) -> TinyDataset {
    func split(_ factor: Int) -> LabeledImages {
      LabeledImages(
        images: (0..<count * height * width).map { UInt8(truncatingIfNeeded: $0 &* factor >> 3) },
        labels: (0..<count).map { UInt8($0 % 10) }, channels: 1, height: height, width: width,
        classNames: (0...9).map(String.init))
    }
    return TinyDataset(Dataset(name: "mnist", train: split(40_503), test: split(30_011), notes: [], source: ""))
  }

  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, bytes) in [
      ("train-images-idx3-ubyte", trainImages), ("train-labels-idx1-ubyte", trainLabels),
      ("t10k-images-idx3-ubyte", testImages), ("t10k-labels-idx1-ubyte", testLabels),
    ] { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
  }

  private static func images(_ split: LabeledImages) -> [UInt8] {
    header(3, [split.count, split.height, split.width]) + split.images
  }

  private static func labels(_ split: LabeledImages) -> [UInt8] {
    header(1, [split.count]) + split.labels.map { UInt8($0) }
  }

  private static func header(_ dimensions: UInt8, _ sizes: [Int]) -> [UInt8] {
    [0, 0, 8, dimensions] + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(size >> $0 & 255) } }
  }
}
