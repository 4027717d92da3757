public import InklingFiles
import InklingPlatform
public import InklingTraining

/// The versions of a model that is taught, in a folder: each has a folder of its own, `1/model.safetensors` and so on, with
/// `report.json` or, where nothing was taught, `digest` beside it, and the file `current` says which one answers. Version 1 is the model before any teaching. No
/// version is ever changed or taken away.
///
/// A model's file may be replaced. The new one becomes a version of its own, without a report, and is the one in use; what was
/// taught from the one before is kept. A version's origin is the model that it was taught from, by whichever steps.
///
///     let versions = try ModelVersions(folder: "digits.versions", original: model)
///     let version = try versions.add(result)
///     try versions.use(1)  // back to the first
public final class ModelVersions: Sendable {
  /// The folder.
  public let folder: String
  private static let largestReport = 1 << 20
  /// The most versions of a model.
  public static let most = 9_999

  /// Opens the versions in a folder, and keeps `original` as version 1 where there is none yet. They follow it, as `follow(_:)`.
  ///
  /// - Throws: `InputError`: `.unwritable` or `.broken` for a folder that cannot be made or written; `.malformed` for one
  ///   that holds something else.
  public init(folder: String, original: TrainedModel) throws(InputError) {
    guard !folder.isEmpty, !folder.utf8.contains(0) else {
      throw InputError(.usage, "the folder of the versions has no name", expected: "a path")
    }
    self.folder = folder
    try Folder.create(folder)
    guard !FileStatus.isThere("\(folder)/current") else {
      try follow(original)
      return
    }
    guard try numbers().isEmpty, (Folder.entries(of: folder) ?? []).allSatisfy({ $0.hasPrefix(".") }) else {
      throw InputError(
        .malformed, "the folder holds something else than a model's versions", path: folder,
        expected: "a file 'current', or an empty folder", found: "no file 'current'", remedy: "name another folder")
    }
    try Folder.create("\(folder)/1")
    try write(original.weightsSHA256, of: 1)
    try original.save(to: path(of: 1))
    try use(1)
  }

  /// Opens the versions that are in a folder.
  ///
  /// - Throws: `InputError` of kind `.missing` when there are none.
  public init(folder: String) throws(InputError) {
    self.folder = folder
    guard FileStatus.isThere("\(folder)/current") else {
      throw InputError(
        .missing, "the model has no versions yet", path: folder, expected: "a file 'current'",
        remedy: "teach it first: 'inkling teach'")
    }
    _ = try current
  }

  /// The version that answers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a file `current` that names none.
  public var current: Int {
    get throws(InputError) {
      let path = "\(folder)/current"
      let bytes = try FileBytes.read(path, limit: 64)
      let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
      guard let text, let number = Int(text), (1...Self.most).contains(number),
        FileStatus.isThere(self.path(of: number))
      else {
        throw InputError(
          .malformed, "the file does not name a version that is there", path: path, expected: "a number",
          found: PrintableText.shortened(PrintableText.escaped(String(decoding: bytes, as: UTF8.self)), to: 20),
          remedy: "write the number of one of the folders into it")
      }
      return number
    }
  }

  /// All versions by their numbers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a version whose report is damaged.
  public func all() throws(InputError) -> [ModelVersion] {
    try numbers().map { number throws(InputError) in
      ModelVersion(number: number, report: try report(of: number), path: path(of: number))
    }
  }

  /// What came of a version's teaching; nil for one that nothing was taught.
  func report(of number: Int) throws(InputError) -> TeachingReport? {
    let report = "\(folder)/\(number)/report.json"
    guard FileStatus.isThere(report) else { return nil }
    return try JSONText.decode(
      TeachingReport.self, from: try FileBytes.read(report, limit: Self.largestReport), path: report)
  }

  /// Keeps a taught model as the next version; where it was accepted it is the one that answers from now on.
  ///
  /// - Parameters:
  ///   - result: what came of teaching.
  ///   - isUsed: whether it is used where it was accepted.
  ///   - given: the model as it was given that it was taught from, which becomes a version before it unless it is one; nil for
  ///     one that is kept, and for one that was taught itself.
  /// - Throws: `InputError`: `.unwritable` or `.broken` when it cannot be written; then nothing of it is left.
  @discardableResult
  public func add(
    _ result: TeachingResult, isUsed: Bool = true, from given: TrainedModel? = nil
  ) throws(InputError) -> ModelVersion {
    if let given, try self.given(given.weightsSHA256) == nil { _ = try keep(given, nil) }
    let number = try keep(result.model, result.report)
    if isUsed, result.report.isAccepted { try use(number) }
    return ModelVersion(number: number, report: result.report, path: path(of: number))
  }

  /// Writes a model as the next version.
  ///
  /// - Returns: its number.
  func keep(_ model: TrainedModel, _ report: TeachingReport?) throws(InputError) -> Int {
    let number = try claim()
    do throws(InputError) {
      if let report {
        let text = try JSONText.encode(report, pretty: true) + "\n"
        try DurableFile.write(Array(text.utf8), to: "\(folder)/\(number)/report.json")
      } else {
        try write(model.weightsSHA256, of: number)
      }
      // The model last: a version is there when its model is.
      try model.save(to: path(of: number))
      return number
    } catch {
      for path in ["\(folder)/\(number)/report.json", digestPath(of: number)] { unlink(path) }
      rmdir("\(folder)/\(number)")
      throw error
    }
  }

  /// Makes a version the one that answers: an older one, or one that was not accepted.
  ///
  /// - Throws: `InputError` of kind `.missing` for a number that is none.
  public func use(_ version: Int) throws(InputError) {
    try require(version)
    try DurableFile.write(Array("\(version)\n".utf8), to: "\(folder)/current")
  }

  /// Opens a version.
  ///
  /// - Throws: `InputError` of kind `.missing` for a number that is none; as `TrainedModel.init(contentsOf:)`.
  public func open(_ version: Int) throws(InputError) -> TrainedModel {
    try require(version)
    return try TrainedModel(contentsOf: path(of: version))
  }

  /// The path of a version's model file, for a server to watch.
  public func path(of version: Int) -> String { "\(folder)/\(version)/model.safetensors" }

  private func require(_ version: Int) throws(InputError) {
    guard (1...Self.most).contains(version), FileStatus.isThere(path(of: version)) else {
      throw InputError(
        .missing, "the model has no such version", path: folder,
        expected: NameList.text(try numbers().map { String($0) }), found: "\(version)")
    }
  }

  /// The numbers of the versions whose models are there.
  func numbers() throws(InputError) -> [Int] {
    try Folder.listing(of: folder).compactMap { Int($0) }
      .filter { (1...Self.most).contains($0) && FileStatus.isThere(path(of: $0)) }.sorted()
  }

  /// Makes the folder of the next version, which one process alone can.
  private func claim() throws(InputError) -> Int {
    var number = try Folder.listing(of: folder).compactMap { Int($0) }.filter { $0 > 0 }.max() ?? 0
    while number < Self.most {
      number += 1
      if mkdir("\(folder)/\(number)", 0o777) == 0 { return number }
      guard errno == EEXIST else {
        throw InputError(
          .unwritable, "the folder of a version cannot be made", path: "\(folder)/\(number)",
          found: String(cString: strerror(errno)), remedy: "change the permissions of the folder above it")
      }
    }
    throw InputError(
      .unwritable, "the model has too many versions", path: folder, expected: "at most \(Self.most)",
      remedy: "name another folder")
  }
}
