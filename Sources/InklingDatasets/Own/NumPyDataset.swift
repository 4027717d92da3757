import InklingFiles
import InklingFormats

/// A data set in NumPy's files: one `.npz`, or a folder of `.npy`, with arrays named as Keras and others name them.
enum NumPyDataset {
  /// What the arrays may be called, the usual name first.
  private static let trainImages = ["x_train", "train_images", "images", "x"]
  private static let trainLabels = ["y_train", "train_labels", "labels", "y"]
  private static let testImages = ["x_test", "test_images"]
  private static let testLabels = ["y_test", "test_labels"]

  /// Whether a file of a folder is one of the arrays.
  static func isArrayFile(_ name: String) -> Bool {
    name.hasSuffix(".npy")
      && (trainImages + trainLabels + testImages + testLabels).contains(name.dropLast(4).lowercased())
  }

  /// A data set in an archive, of which only the arrays that belong to it are read.
  ///
  /// - Throws: `InputError` of kind `.malformed` for an archive that is damaged or lacks an array.
  static func read(archive path: String, name: String, _ reading: DatasetReading) throws(InputError) -> Dataset {
    let zip = try ZipFile(contentsOf: path)
    let members = zip.members.filter { !$0.isFolder }.map(\.name)
    return try read(members, name: name, names: nil, path: path, reading) { member throws(InputError) in
      let bytes = try zip.read(member)
      return try NPY.decode(bytes, name: String(member.dropLast(4)), path: "\(path)/\(member)")
    }
  }

  /// A data set in a folder of `.npy` files, which may have a `classes.txt`.
  ///
  /// - Throws: as above.
  static func read(folder: String, _ files: [String], name: String, _ reading: DatasetReading) throws(InputError)
    -> Dataset
  {
    let names = try ClassNameFile.names(in: folder)
    return try read(files, name: name, names: names, path: folder, reading) { file throws(InputError) in
      try NPY.read("\(folder)/\(file)")
    }
  }

  private static func read(
    _ files: [String], name: String, names: [String]?, path: String, _ reading: DatasetReading,
    _ array: (String) throws(InputError) -> NamedArray
  ) throws(InputError) -> Dataset {
    func file(_ known: [String]) throws(InputError) -> String? {
      let found = files.filter { $0.hasSuffix(".npy") && known.contains($0.dropLast(4).lowercased()) }
      guard found.count <= 1 else {
        throw InputError(
          .malformed, "two arrays could be the same part of the data set", path: path, expected: "one of them",
          found: NameList.text(found))
      }
      return found.first
    }
    func part(_ images: [String], _ labels: [String], isNeeded: Bool) throws(InputError) -> ArrayPart? {
      let (imageFile, labelFile) = (try file(images), try file(labels))
      guard let imageFile, let labelFile else {
        guard isNeeded || imageFile != nil || labelFile != nil else { return nil }
        throw InputError(
          .malformed, "the data set lacks an array", path: path,
          expected: imageFile == nil ? "images called \(images[0])" : "labels called \(labels[0])",
          found: NameList.text(files.map { $0.hasSuffix(".npy") ? String($0.dropLast(4)) : $0 }),
          remedy: "save them with numpy.savez(file, x_train=..., y_train=..., x_test=..., y_test=...)")
      }
      return try ArrayPart(pixels: array(imageFile), labels: array(labelFile), path: path)
    }
    guard let train = try part(trainImages, trainLabels, isNeeded: true) else {
      preconditionFailure("no training part")
    }
    let test = try part(testImages, testLabels, isNeeded: false)
    return try ArrayDataset.dataset(train, test, names: names, name: name, source: path, reading: reading)
  }
}
