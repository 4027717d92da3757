public import InklingDatasets
public import InklingFiles

/// Which images a run holds out, as `split.json` in its folder: enough to notice another training set, on whose "held-out"
/// images the run may have been trained.
public struct SplitRecord: Codable, Sendable, Equatable {
  /// Images that are trained on.
  public let trainingCount: Int
  /// Images that are held out.
  public let validationCount: Int
  /// SHA-256 over the number of images, every label, and the held-out indices as little-endian 32-bit integers.
  public let sha256: String

  /// The record of a split of these images.
  public init(_ split: DatasetSplit, of images: LabeledImages) {
    trainingCount = split.training.count
    validationCount = split.validation.count
    var digest = SHA256Digest()
    withUnsafeBytes(of: Int64(images.count).littleEndian) { digest.update($0) }
    images.targets.bytes.withUnsafeBytes { digest.update($0) }
    split.validation.map(\.littleEndian).withUnsafeBytes { digest.update($0) }
    sha256 = digest.hex()
  }

  private enum CodingKeys: String, CodingKey {
    case sha256
    case trainingCount = "training_count"
    case validationCount = "validation_count"
  }

  /// Refuses images that are not those that the run at `path` was started on; a run without a record has none yet.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireSame(inRun path: String) throws(InputError) {
    let file = RunFolder.path(of: .split, in: path)
    guard RunPath.content(of: file) != .nothing else { return }
    let saved = try JSONText.decode(SplitRecord.self, from: try FileBytes.read(file), path: file)
    guard saved == self else {
      throw InputError(
        .malformed, "the training set is not the one that the run's split was made of", path: file,
        expected: "SHA-256 \(saved.sha256) of \(saved.trainingCount + saved.validationCount) images",
        found: "\(sha256) of \(trainingCount + validationCount)", remedy: "give the same files with --data")
    }
  }
}

extension RunFolder {
  /// Keeps what the run holds out, or makes sure that it is the same as before.
  public func keep(_ record: SplitRecord) throws(InputError) {
    try record.requireSame(inRun: path)
    guard RunPath.content(of: path(of: .split)) == .nothing else { return }
    let text = try JSONText.encode(record, pretty: true) + "\n"
    try DurableFile.write(Array(text.utf8), to: path(of: .split))
  }
}
