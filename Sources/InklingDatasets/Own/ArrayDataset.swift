import InklingFiles
import InklingFormats

/// A data set of arrays: of an `.npz` file, of `.npy` files, of tables, of IDX files.
enum ArrayDataset {
  /// - Parameters:
  ///   - names: of the classes, by label; nil where the labels name themselves.
  ///   - source: the file or folder that it came from.
  /// - Throws: `InputError` of kind `.malformed` for parts that are no images of one size and kind, and labels that are no
  ///   classes; `.unavailable` when there is not enough memory.
  static func dataset(
    _ train: ArrayPart, _ test: ArrayPart?, names: [String]?, name: String, source: String, reading: DatasetReading
  ) throws(InputError) -> Dataset {
    let layout = try PixelLayout(train.pixels, wanted: reading.image, path: train.path)
    let classes = try LabelClasses(of: train.labels, names: names, path: train.path)
    let levels = try PixelLevels(of: [train] + (test.map { [$0] } ?? []))
    let training = try images(train, layout, levels, classes)
    var testing = training.none
    if let test {
      let layout = try PixelLayout(test.pixels, wanted: reading.image ?? layout.size, path: test.path)
      testing = try images(test, layout, levels, classes)
    }
    var notes = [levels.note]
    if levels == .levels, training.images.allSatisfy({ $0 <= 1 }) {
      notes.append("every pixel of the training part is 0 or 1 of 255: nearly black")
    }
    if reading.skipsCorrupt {
      notes.append("data.skip_corrupt leaves nothing out: there are no pictures to be damaged")
    }
    if test == nil { notes.append(DatasetParts.noTestNote) }
    return Dataset(name: name, train: training, test: testing, notes: notes.compactMap(\.self), source: source)
  }

  private static func images(
    _ part: ArrayPart, _ layout: PixelLayout, _ levels: PixelLevels, _ classes: LabelClasses
  ) throws(InputError) -> LabeledImages {
    LabeledImages(
      images: layout.planar(try levels.bytes(of: part)),
      targets: .labels(try classes.classes(of: part.labels, path: part.path)), channels: layout.size.channels,
      height: layout.size.height, width: layout.size.width, classNames: classes.names)
  }
}

/// What holds for data sets of one's own in any form.
package enum DatasetParts {
  package static let noTestNote = "there is no test part: hold out images with --validation"
}

extension LabeledImages {
  /// No images, of the same size and classes.
  var none: LabeledImages {
    LabeledImages(
      images: [], targets: .labels([]), channels: channels, height: height, width: width, classNames: classNames)
  }
}
