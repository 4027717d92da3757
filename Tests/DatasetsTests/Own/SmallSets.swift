import Foundation
import InklingFiles
import InklingFormats
import InklingImages

@testable import InklingDatasets

/// Small data sets of one's own in every form.
enum SmallSets {
  /// Images [N, 2, 3] that count up, from `start`.
  static func pixels(_ count: Int, start: Int = 0, name: String = "x_train") throws -> NamedArray {
    try NamedArray(
      name: name, elementType: .uint8, shape: [count, 2, 3], bytes: (0..<count * 6).map { UInt8(($0 + start) % 256) })
  }

  static func labels(_ values: [Int64], name: String = "y_train", shape: [Int]? = nil) -> NamedArray {
    NamedArray(name: name, shape: shape ?? [values.count], integers: values)
  }

  /// Four and two images in Keras's form.
  static func arrays() throws -> [NamedArray] {
    [
      try pixels(4), labels([3, 7, 3, 8]), try pixels(2, start: 100, name: "x_test"), labels([8, 3], name: "y_test"),
    ]
  }

  /// A grey picture of one level, as PNG.
  static func png(_ level: UInt8, width: Int = 4, height: Int = 4) throws -> [UInt8] {
    try PictureFile.encode(Picture(width: width, height: height, gray: level), as: .png)
  }

  /// `train/a`, `train/b` with two pictures each and `test/a`, `test/b` with one, of the levels 10 to 60.
  static func pictures(in folder: borrowing TemporaryFolder, parts: Bool = true) throws {
    let names =
      parts
      ? ["train/a/1", "train/a/2", "train/b/1", "train/b/2", "test/a/1", "test/b/1"]
      : ["a/1", "a/2", "b/1", "b/2"]
    for (place, name) in names.enumerated() { try folder.write(try png(UInt8(10 * (place + 1))), to: "\(name).png") }
  }

  /// The sentence of an error.
  static func sentence<Value>(_ body: () throws -> Value) -> String {
    do {
      _ = try body()
      return "no error"
    } catch { return "\(error)" }
  }
}

extension Dataset {
  /// Read without a cache.
  static func own(_ path: String, image: ImageSize? = nil, skipsCorrupt: Bool = false, cache: String? = nil) throws
    -> Dataset
  {
    try load(contentsOf: path, reading: DatasetReading(image: image, skipsCorrupt: skipsCorrupt, cache: cache))
  }
}
