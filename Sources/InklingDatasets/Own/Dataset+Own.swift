public import InklingFiles

extension Dataset {
  /// Whether a path is a folder of pictures with texts, as far as names say so: pictures or `labels.csv`, and no folders of
  /// classes.
  ///
  /// - Throws: `InputError` of kind `.missing` for a folder that cannot be read.
  package static func showsTexts(at path: String) throws(InputError) -> Bool { try TextListing.isThere(at: path) }

  /// A data set of one's own: an `.npz` file, a CSV file, or a folder of `.npy`, CSV or IDX files or of pictures.
  ///
  ///     let letters = try Dataset.load(contentsOf: "letters", reading: DatasetReading(image: ImageSize("1x28x28")))
  ///
  /// What each form is, is in `docs/data.md`. A set without a test part has an empty one. With `DatasetReading.texts` it is a
  /// folder or a table of pictures with texts (`docs/captcha.md`):
  ///
  ///     let reading = DatasetReading(image: ImageSize("3x60x160"), texts: TextReading())
  ///     let plates = try Dataset.load(contentsOf: "plates", reading: reading)
  ///
  /// - Parameters:
  ///   - path: of the file or the folder, which becomes the data set's name.
  ///   - reading: what the files do not say; by default they are taken as they are.
  /// - Throws: `InputError`: `.missing` for what is not there or cannot be read, `.malformed` for anything in it that is
  ///   wrong, `.unavailable` when there is not enough memory.
  public static func load(
    contentsOf path: String, reading: DatasetReading = DatasetReading()
  ) throws(InputError) -> Dataset {
    // A path that a run can name, so that it is no name of the catalog's.
    let name = DatasetSource.path(path) ?? path
    if let texts = reading.texts {
      return try TextDataset(
        TextListing(at: path, separator: texts.separator, labels: texts.labels), texts, name: name, source: path
      ).read(
        reading)
    }
    switch try DatasetForm(at: path) {
    case .archive: return try NumPyDataset.read(archive: path, name: name, reading)
    case .arrays(let files): return try NumPyDataset.read(folder: path, files, name: name, reading)
    case .tables(let files): return try TableDataset.read(files, name: name, source: path, reading)
    case .idx(let files): return try IDXOwnDataset.read(files, folder: path, name: name, reading)
    case .pictures:
      return try PictureDataset(PictureListing(folder: path), name: name, source: path).read(reading)
    }
  }
}
