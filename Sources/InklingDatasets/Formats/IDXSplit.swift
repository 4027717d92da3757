import InklingFiles

/// Reads the two files of a training or test set, and puts right what the publisher does otherwise than MNIST.
enum IDXSplit {
  /// All images and labels.
  static func read(_ files: IDXFolder.Files, of entry: CatalogEntry) throws(InputError) -> LabeledImages {
    try requireSameCount(files, entry)
    var images = try IDXFile(contentsOf: files.images, dimensionCount: 3)
    if entry.encoding.isTransposed { images.transposeImages() }
    let labels =
      switch entry.encoding.labels {
      case .bytes: try IDXFile(contentsOf: files.labels, dimensionCount: 1)
      case .firstOfIntegers: try IDXFile(contentsOf: files.labels, dimensionCount: 2, element: .int32)
      }
    return try combine(images, labels, files, entry)
  }

  /// One image and its label; the files are read no further than that, so its errors are those of the part read.
  ///
  /// - Throws: also `InputError` (`.usage`) when there is no such image.
  static func read(
    item index: Int, _ files: IDXFolder.Files, of entry: CatalogEntry
  ) throws(InputError) -> LabeledImages {
    var image = try IDXFile(item: index, of: files.images, dimensionCount: 3)
    if entry.encoding.isTransposed { image.transposeImages() }
    let label =
      switch entry.encoding.labels {
      case .bytes: try IDXFile(item: index, of: files.labels, dimensionCount: 1)
      case .firstOfIntegers: try IDXFile(item: index, of: files.labels, dimensionCount: 2, element: .int32)
      }
    return try combine(image, label, files, entry, firstIndex: index)
  }

  /// Compares the counts by the headers alone: a few megabytes may unpack to some thousand times as much.
  private static func requireSameCount(_ files: IDXFolder.Files, _ entry: CatalogEntry) throws(InputError) {
    let images = try IDXFile.dimensions(of: files.images, dimensionCount: 3)
    let labels =
      switch entry.encoding.labels {
      case .bytes: try IDXFile.dimensions(of: files.labels, dimensionCount: 1)
      case .firstOfIntegers: try IDXFile.dimensions(of: files.labels, dimensionCount: 2, element: .int32)
      }
    // A file without images is called that.
    guard !images.contains(0), labels[0] != images[0] else { return }
    throw differing(images[0], labels[0], files)
  }

  private static func differing(_ images: Int, _ labels: Int, _ files: IDXFolder.Files) -> InputError {
    InputError(
      .malformed, "the counts of images and labels differ", path: files.labels, offset: 4,
      expected: "\(images) labels, as many as images in \(files.images)", found: "\(labels) labels",
      remedy: "get both files from the same place")
  }

  private static func combine(
    _ images: IDXFile, _ labels: IDXFile, _ files: IDXFolder.Files, _ entry: CatalogEntry, firstIndex: Int = 0
  ) throws(InputError) -> LabeledImages {
    let count = images.dimensions[0]
    if images.bytes.isEmpty {
      throw InputError(
        .malformed, "no images", path: files.images, offset: 4, expected: "at least one image",
        found: images.dimensions.map(String.init).joined(separator: " x "))
    }
    guard labels.dimensions[0] == count else { throw differing(count, labels.dimensions[0], files) }
    return LabeledImages(
      images: images.bytes, labels: try classes(labels, path: files.labels, entry, firstIndex: firstIndex),
      channels: 1, height: images.dimensions[1], width: images.dimensions[2], classNames: entry.classNames)
  }

  /// Each label as an index into the class names.
  private static func classes(
    _ labels: IDXFile, path: String, _ entry: CatalogEntry, firstIndex: Int
  ) throws(InputError) -> [Int32] {
    if labels.bytes.isEmpty {
      throw InputError(
        .malformed, "no labels", path: path, offset: 4, expected: "at least one label",
        found: labels.dimensions.map(String.init).joined(separator: " x "))
    }
    let first = entry.encoding.firstLabel
    let stride = labels.bytes.count / labels.dimensions[0]
    let isInteger = entry.encoding.labels == .firstOfIntegers
    var classes = [Int32](repeating: 0, count: labels.dimensions[0])
    for index in classes.indices {
      let value = isInteger ? labels.integer(at: index * stride) : Int(labels.bytes[index])
      guard (first..<first + entry.classNames.count).contains(value) else {
        throw InputError(
          .malformed, "a label outside the classes", path: path,
          offset: labels.headerSize + (firstIndex + index) * stride,
          expected: "\(first) ... \(first + entry.classNames.count - 1)",
          found: "\(value), the label of image \(firstIndex + index)")
      }
      classes[index] = Int32(value - first)
    }
    return classes
  }
}
