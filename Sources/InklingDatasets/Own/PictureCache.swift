import InklingFiles
import InklingFormats

/// What a data set's pictures became, in one safetensors file of a cache folder.
///
/// The file is called by the data set's path and by how it is read, and holds a key made of every picture's name, size,
/// number and times. A picture that was added, changed or removed changes the key, and the file is made anew; so is one that
/// is damaged.
struct PictureCache: Sendable {
  let path: String
  private let folder: String
  private let key: String
  private let name: String
  private let source: String

  /// Raised when pictures become other bytes than before.
  private static let version = 3

  init(folder: String, of pictures: PictureDataset, _ reading: DatasetReading) {
    let settings = "\(Self.version)\n\(reading.image?.description ?? "own")\n\(reading.skipsCorrupt)"
    let place = sha256Hex(Array("\(DatasetLocator.absolute(pictures.source))\n\(settings)".utf8))
    self.folder = folder
    path = "\(folder)/pictures-\(place.prefix(32)).safetensors"
    var digest = SHA256Digest()
    func add(_ text: String) { Array(text.utf8).withUnsafeBytes { digest.update($0) } }
    add(settings)
    for name in pictures.listing.classNames { add("\nclass \(name)") }
    for (part, entries) in [("train", pictures.listing.train), ("test", pictures.listing.test)] {
      for entry in entries { add("\n\(part) \(entry.label) \(Self.stamp(entry.status)) \(entry.path)") }
    }
    // What was not taken is told of in a note.
    for name in pictures.listing.others { add("\nother \(name)") }
    key = digest.hex()
    (name, source) = (pictures.name, pictures.source)
  }

  /// What is another once the file is. Copying and unpacking restore the time of its bytes, never that of its status.
  private static func stamp(_ status: FileStatus?) -> String {
    status.map { "\($0.size) \($0.modified) \($0.changed) \($0.number)" } ?? "nowhere"
  }

  /// The data set; nil where the file is not there, of other pictures, or damaged.
  func load() -> Dataset? {
    // Whatever is wrong with it, the pictures themselves are there.
    guard let file = try? SafetensorsFile(contentsOf: path), file.metadata["key"] == key,
      let classes = file.metadata["classes"]?.split(separator: "\n").map(String.init), classes.count >= 2,
      let notes = file.metadata["notes"]?.split(separator: "\n").map(String.init),
      let arrays = try? ["train_images", "train_labels", "test_images", "test_labels"].compactMap({ try file[$0] }),
      arrays.count == 4, file.metadata["sha256"] == Self.digest(of: arrays),
      let train = Self.images(arrays[0], arrays[1], classes), let test = Self.images(arrays[2], arrays[3], classes),
      train.size == test.size, train.count > 0
    else { return nil }
    return Dataset(name: name, train: train, test: test, notes: notes, source: source)
  }

  /// Writes the file.
  ///
  /// - Returns: why it could not be written, which is no reason to fail; nil when it was.
  func save(_ dataset: Dataset) -> InputError? {
    do throws(InputError) {
      let arrays = try Self.arrays(dataset.train, "train") + Self.arrays(dataset.test, "test")
      try Folder.create(folder)
      let metadata = [
        "key": key, "classes": dataset.train.classNames.joined(separator: "\n"),
        "notes": dataset.notes.joined(separator: "\n"), "sha256": Self.digest(of: arrays),
      ]
      try SafetensorsFile.write(arrays, metadata: metadata, to: path)
      return nil
    } catch {
      return error
    }
  }

  private static func arrays(_ images: LabeledImages, _ part: String) throws(InputError) -> [NamedArray] {
    let shape = [images.count, images.channels, images.height, images.width]
    let labels = images.labels.withUnsafeBytes { [UInt8]($0) }
    return [
      try NamedArray(name: "\(part)_images", elementType: .uint8, shape: shape, bytes: images.images),
      try NamedArray(name: "\(part)_labels", elementType: .int32, shape: [images.count], bytes: labels),
    ]
  }

  private static func images(_ pixels: NamedArray, _ labels: NamedArray, _ classes: [String]) -> LabeledImages? {
    guard pixels.elementType == .uint8, pixels.shape.count == 4, pixels.shape.dropFirst().allSatisfy({ $0 > 0 }),
      labels.elementType == .int32, labels.shape == [pixels.shape[0]], let values = try? labels.integers(),
      values.allSatisfy({ 0..<Int64(classes.count) ~= $0 })
    else { return nil }
    return LabeledImages(
      images: pixels.bytes, labels: values, channels: pixels.shape[1], height: pixels.shape[2], width: pixels.shape[3],
      classNames: classes)
  }

  private static func digest(of arrays: [NamedArray]) -> String {
    var digest = SHA256Digest()
    for array in arrays { array.bytes.withUnsafeBytes { digest.update($0) } }
    return digest.hex()
  }
}
