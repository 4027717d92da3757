import InklingFiles
import InklingFormats

/// The CSV files of a data set of one's own.
struct TableFiles: Sendable, Equatable {
  let train: String
  /// Nil without a test part.
  let test: String?

  /// One file, which is a training part.
  init(_ train: String, test: String? = nil) {
    self.train = train
    self.test = test
  }

  /// The tables among a folder's entries: "train.csv", "mnist_train.csv", "mnist-test.csv"; nil where there are none.
  ///
  /// - Throws: `InputError` of kind `.malformed` where several could be one, `.missing` for a test part alone.
  init?(_ entries: [String], in folder: String) throws(InputError) {
    func file(_ part: String) throws(InputError) -> String? {
      let found = entries.filter { Self.partName($0) == part }
      guard found.count <= 1 else {
        throw InputError(
          .malformed, "two tables could be the same part of the data set", path: folder, expected: "one of them",
          found: NameList.text(found), remedy: "put each data set into a folder of its own")
      }
      return found.first.map { "\(folder)/\($0)" }
    }
    let (train, test) = (try file("train"), try file("test"))
    guard let train else {
      guard let test else { return nil }
      throw InputError(
        .missing, "the data set has a table to test with and none to train on", path: folder, expected: "train.csv",
        found: test)
    }
    self.init(train, test: test)
  }

  /// "train" or "test" for the name of a part's table.
  static func partName(_ name: String) -> String? {
    guard name.lowercased().hasSuffix(".csv"), !name.hasPrefix(".") else { return nil }
    let last = name.dropLast(4).split { "-_. ".contains($0) }.last
    return last.flatMap { PictureListing.partName(String($0)) }
  }
}

/// What a table is by its first lines.
enum TableKind: Sendable, Equatable {
  /// A label and pixels in each line.
  case pixels
  /// A picture's path and its label in each line.
  case pictures

  /// Bytes that are looked at.
  static let shown = 1 << 22

  /// Decides by the first line that can be no header: the second, or the first where there is but one.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a file that begins as no table.
  init(of bytes: [UInt8], path: String) throws(InputError) {
    var lines = bytes.prefix(Self.shown).split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: true)
    if lines.count > 2 { lines.removeLast() }
    guard let line = lines.last, !line.contains(0) else {
      throw InputError(
        .malformed, "the file is no table", path: path, expected: "lines of CSV", found: "other bytes",
        remedy: "give an .npz file, a CSV file or a folder")
    }
    let isNumbers = line.allSatisfy { byte in
      // Digits, signs, points, exponents, separators, blanks, quotes, "nan" and "inf" are the pixel reader's to judge.
      (0x30...0x39).contains(byte) || "+-.eE, \r\"".utf8.contains(byte)
    }
    self = isNumbers ? .pixels : .pictures
  }
}
