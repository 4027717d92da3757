import InklingFiles

/// The IDX files of a data set of one's own in a folder: MNIST's names, packed or not, with anything before them.
struct IDXOwnFiles: Sendable, Equatable {
  struct Part: Sendable, Equatable {
    let images: String
    let labels: String
  }

  let train: Part
  /// Nil where there is neither of the two files.
  let test: Part?

  /// What a file's name says that it holds.
  struct Role: Hashable {
    let isTest: Bool
    let isLabels: Bool

    /// "train-images-idx3-ubyte.gz", "emnist-letters-test-labels-idx1-ubyte"; nil for another name.
    init?(_ name: String) {
      var stem = name.lowercased()
      if stem.hasSuffix(".gz") { stem.removeLast(3) }
      let words = stem.split { $0 == "-" || $0 == "_" || $0 == "." }
      guard let idx = words.firstIndex(where: { $0.hasPrefix("idx") }), idx >= 2 else { return nil }
      switch words[idx - 1] {
      case "images": isLabels = false
      case "labels": isLabels = true
      default: return nil
      }
      switch words[idx - 2] {
      case "train": isTest = false
      case "t10k", "test": isTest = true
      default: return nil
      }
    }
  }

  /// The files among a folder's entries; nil where none of them is one.
  ///
  /// - Throws: `InputError`: `.missing` where one of them lacks its fellow, `.malformed` where several could be one.
  init?(_ entries: [String], in folder: String) throws(InputError) {
    var found: [Role: String] = [:]
    for entry in entries {
      guard let role = Role(entry) else { continue }
      guard let other = found[role] else {
        found[role] = entry
        continue
      }
      // The same file packed and unpacked is one file.
      guard entry == "\(other).gz" || other == "\(entry).gz" else {
        throw InputError(
          .malformed, "two files could be the same part of the data set", path: folder, expected: "one of them",
          found: "\(other), \(entry)", remedy: "put each data set into a folder of its own")
      }
      if entry.hasSuffix(".gz") { found[role] = entry }
    }
    guard !found.isEmpty else { return nil }
    func part(isTest: Bool) throws(InputError) -> Part? {
      let files = found.filter { $0.key.isTest == isTest }
      guard !files.isEmpty || !isTest else { return nil }
      let images = files.first { !$0.key.isLabels }?.value
      let labels = files.first { $0.key.isLabels }?.value
      guard let images, let labels else {
        let usual = (isTest ? "t10k" : "train") + (images == nil ? "-images-idx3-ubyte" : "-labels-idx1-ubyte")
        throw InputError(
          .missing, "the data set lacks a file", path: folder, expected: "\(usual), packed or not",
          found: NameList.text(found.values.sorted()))
      }
      return Part(images: "\(folder)/\(images)", labels: "\(folder)/\(labels)")
    }
    guard let train = try part(isTest: false) else { preconditionFailure("no training part") }
    self.train = train
    test = try part(isTest: true)
  }
}
