import Foundation
import InklingDatasets
import InklingFormats
import InklingImages

/// Small data sets of one's own: drawn digits in each form.
enum OwnDatasets {
  private static let digits = StrokeDigits.dataset(train: 320, test: 96, seed: 5)

  /// `mnist.npz` in Keras's form, `tables/train.csv` and `tables/test.csv`, and pictures in `letters/train/a`, `b`, `c` and
  /// `letters/test`.
  static func write(to sandbox: Sandbox) throws {
    try NPZ.write(try arrays(), to: sandbox.file("mnist.npz"))
    for name in ["tables"] {
      try FileManager.default.createDirectory(atPath: sandbox.file(name), withIntermediateDirectories: true)
    }
    try sandbox.write(Array(csv(digits.train, header: true).utf8), to: "tables/train.csv")
    try sandbox.write(Array(csv(digits.test, header: false).utf8), to: "tables/test.csv")
    try writePictures(to: sandbox, "letters")
  }

  static func arrays() throws -> [NamedArray] {
    try [("train", digits.train), ("test", digits.test)].flatMap { part, images in
      [
        try NamedArray(
          name: "x_\(part)", elementType: .uint8, shape: [images.count, 28, 28], bytes: images.images),
        NamedArray(name: "y_\(part)", shape: [images.count], integers: images.labels.map { Int64($0) }),
      ]
    }
  }

  /// The digits 0 to 2 as the classes a, b and c.
  static func writePictures(to sandbox: Sandbox, _ folder: String) throws {
    for (part, images) in [("train", digits.train), ("test", digits.test)] {
      for (index, label) in images.labels.enumerated() where label < 3 {
        let path = "\(folder)/\(part)/\(["a", "b", "c"][Int(label)])"
        try FileManager.default.createDirectory(atPath: sandbox.file(path), withIntermediateDirectories: true)
        let picture = Picture(width: 28, height: 28, samples: Array(images[index]))
        try sandbox.write(try PictureFile.encode(picture, as: .png), to: "\(path)/\(index).png")
      }
    }
  }

  private static func csv(_ images: LabeledImages, header: Bool) -> String {
    let names = header ? ["label," + (0..<784).map { "pixel\($0)" }.joined(separator: ",")] : []
    let rows = images.labels.indices.map { index in
      "\(images.labels[index])," + images[index].map(String.init).joined(separator: ",")
    }
    return (names + rows).joined(separator: "\n") + "\n"
  }
}
