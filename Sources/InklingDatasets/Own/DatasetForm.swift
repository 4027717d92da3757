import InklingFiles
import InklingFormats
import InklingImages

/// What a data set of one's own is made of, by what lies at its path.
enum DatasetForm: Sendable, Equatable {
  /// An `.npz` file.
  case archive
  /// A folder with these `.npy` files.
  case arrays([String])
  /// One CSV file, or a folder with one for each part.
  case tables(TableFiles)
  /// A folder with IDX files.
  case idx(IDXOwnFiles)
  /// A folder of folders of pictures.
  case pictures

  /// - Throws: `InputError`: `.missing` for nothing, or what cannot be read; `.malformed` for a file of another kind, and a
  ///   folder with nothing of a data set, or with two.
  init(at path: String) throws(InputError) {
    guard let status = try FileStatus.existing(path) else {
      throw InputError(
        .missing, "there is no such data set", path: path, expected: "a file or a folder",
        remedy: "check the path, or where a run's data was moved give its new one with --dataset")
    }
    switch status.kind {
    case .file: self = try Self.file(path)
    case .folder: self = try Self.folder(path)
    case .other:
      throw InputError(.missing, "no regular file or folder", path: path, found: "a pipe or a device")
    }
  }

  private static func file(_ path: String) throws(InputError) -> DatasetForm {
    let start = try OpenFile(reading: path).next(16)
    if ZipFile.isZip(start) { return .archive }
    try requireNoPicture(path, start)
    if start.isEmpty {
      throw InputError(.malformed, "the file is empty", path: path, offset: 0, expected: "data", found: "0 bytes")
    }
    let kind: String? =
      if start.starts(with: [0x93] + Array("NUMPY".utf8)) {
        "one array of NumPy's"
      } else if start.starts(with: [0x1F, 0x8B]) {
        "a gzip file"
      } else if start.count >= 4, start[0] == 0, start[1] == 0, (8...14).contains(start[2]), (1...4).contains(start[3])
      {
        "an IDX file"
      } else {
        nil
      }
    guard let kind else { return .tables(TableFiles(path)) }
    throw InputError(
      .malformed, "the file is no whole data set", path: path, expected: "an .npz file, a CSV file or a folder",
      found: kind, remedy: "put all files of the set into one folder, and name the folder")
  }

  /// Refuses a picture, or what is called as one, where a table is looked for: its text would name others.
  static func requireNoPicture(_ path: String, _ start: [UInt8], texts: Bool = false) throws(InputError) {
    let format = PictureFormat(start)
    // A table may begin with the two bytes that the others have.
    let isPicture = format.map { $0 != .bmp && $0 != .pnm } ?? false
    guard isPicture || PictureFile.isPictureName(path) else { return }
    throw InputError(
      .malformed, "the file is no data set", path: path,
      expected: texts ? "a table or a folder" : "an .npz file, a CSV file or a folder",
      found: format.map { "one picture, \($0.title)" } ?? "a file that is called as a picture is",
      remedy: (texts
        ? "put pictures that are called by their texts into a folder and name it"
        : "put pictures into a folder for each class and name the folder above") + "; 'inkling predict' reads one alone"
    )
  }

  /// Whether it is made of pictures, each of which may be damaged.
  func isOfPictures() throws(InputError) -> Bool {
    switch self {
    case .archive, .arrays, .idx: return false
    case .pictures: return true
    case .tables(let files):
      let start = try OpenFile(reading: files.train).next(TableKind.shown)
      return try TableKind(of: start, path: files.train) == .pictures
    }
  }

  private static func folder(_ path: String) throws(InputError) -> DatasetForm {
    let entries = try Folder.listing(of: path)
    var forms: [DatasetForm] = []
    if let idx = try IDXOwnFiles(entries, in: path) { forms.append(.idx(idx)) }
    let arrays = entries.filter(NumPyDataset.isArrayFile)
    if !arrays.isEmpty { forms.append(.arrays(arrays)) }
    if let tables = try TableFiles(entries, in: path) { forms.append(.tables(tables)) }
    guard forms.count <= 1 else {
      throw InputError(
        .malformed, "the folder has data sets of several forms", path: path,
        expected: "one of IDX, .npy, CSV and folders of pictures",
        found: NameList.text(forms.map(\.title)), remedy: "put each into a folder of its own")
    }
    if let form = forms.first { return form }
    guard !entries.allSatisfy({ $0.hasPrefix(".") }) else {
      throw InputError(
        .malformed, "the folder is empty", path: path,
        expected: "folders of pictures, IDX files, .npy files, or train.csv and test.csv", found: "nothing")
    }
    return .pictures
  }

  var title: String {
    switch self {
    case .archive: "an .npz file"
    case .arrays: ".npy files"
    case .tables: "CSV files"
    case .idx: "IDX files"
    case .pictures: "pictures"
    }
  }
}
