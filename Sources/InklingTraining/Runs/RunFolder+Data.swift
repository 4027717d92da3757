import InklingCaptchas
public import InklingDatasets
public import InklingFiles

extension DatasetFingerprint {
  /// Refuses data that is not what the run at `path` was started on; a run without a record has none yet.
  ///
  /// - Throws: `InputError` of kind `.malformed` that says what differs.
  public func requireSame(inRun path: String) throws(InputError) {
    guard let saved = try RunFolder.fingerprint(at: path) else { return }
    try requireSame(as: saved, what: "the run", path: RunFolder.path(of: .data, in: path))
  }

  /// Refuses training images or labels that are not what the runs at `paths` were started on.
  ///
  /// - Throws: as above.
  public static func requireSame(_ training: LabeledImages, ofRunsAt paths: [String]) throws(InputError) {
    let part = Part(of: training)
    for path in paths {
      guard let saved = try RunFolder.fingerprint(at: path) else { continue }
      let found = DatasetFingerprint(training: part, test: saved.test, generator: saved.generator)
      try found.requireSame(as: saved, what: "the run", path: RunFolder.path(of: .data, in: path))
    }
  }

  /// - Parameters:
  ///   - what: what was started on the other data.
  ///   - path: the file that says so.
  /// - Throws: as above.
  func requireSame(as saved: DatasetFingerprint, what: String, path: String) throws(InputError) {
    try requireSameGenerator(as: saved, what: what, path: path)
    let differences = differences(from: saved)
    guard let last = differences.last else { return }
    let listing = differences.count > 1 ? differences.dropLast().joined(separator: ", ") + " and \(last)" : last
    throw InputError(
      .malformed, "\(what) was started on other data", path: path,
      expected: "\(saved.training.count) training and \(saved.test.count) test images with the digests in there",
      found: "\(training.count) and \(test.count) with other \(listing)",
      remedy: "give the same files with --data, or start anew under another --name")
  }
}

extension DatasetFingerprint {
  /// - Throws: `InputError` of kind `.malformed` for pictures that another generator draws, with the first difference.
  private func requireSameGenerator(as saved: DatasetFingerprint, what: String, path: String) throws(InputError) {
    guard generator != saved.generator else { return }
    let (own, other) = (Array(generator ?? "images of files"), Array(saved.generator ?? "images of files"))
    let same = zip(own, other).prefix { $0 == $1 }.count
    func excerpt(_ text: [Character]) -> String {
      let start = max(same - 30, 0)
      return (start > 0 ? "..." : "") + String(text[start..<min(same + 30, text.count)])
        + (same + 30 < text.count ? "..." : "")
    }
    throw InputError(
      .malformed, "\(what) was started on pictures that were drawn otherwise", path: path, expected: excerpt(other),
      found: excerpt(own),
      remedy: "give the same fonts and the same release, or start anew under another --name")
  }
}

extension RunFolder {
  /// What the run at `path` was started on; nil for a run of a release that did not write it down.
  static func fingerprint(at path: String) throws(InputError) -> DatasetFingerprint? {
    let file = Self.path(of: .data, in: path)
    guard RunPath.content(of: file) != .nothing else { return nil }
    return try JSONText.decode(DatasetFingerprint.self, from: try FileBytes.read(file), path: file)
  }

  /// Keeps what the run is started on, or makes sure that it is the same as before.
  public func keep(_ fingerprint: DatasetFingerprint) throws(InputError) {
    try fingerprint.requireSame(inRun: path)
    guard RunPath.content(of: path(of: .data)) == .nothing else { return }
    let text = try JSONText.encode(fingerprint, pretty: true) + "\n"
    try DurableFile.write(Array(text.utf8), to: path(of: .data))
  }
}
