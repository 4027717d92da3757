public import InklingFiles
import InklingPlatform
public import InklingTraining
import Synchronization

/// The versions of a model that is taught, in a folder: each has a folder of its own, `1/model.safetensors` and so on, with
/// `report.json` or, where nothing was taught, `digest` beside it, and the file `current` says which one answers. Version 1 is the
/// model before any teaching. No version is ever changed or taken away, and none is there by half.
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
  /// What the versions' files held when they were looked at, by the versions' numbers.
  let looks = Mutex<[Int: Look]>([:])
  /// The most versions of a model.
  public static let most = 9_999

  /// Opens the versions in a folder, and keeps `original` as version 1 where there is none yet. They follow it, as `follow(_:)`.
  ///
  /// - Parameter owner: the path of the file that the model is from, so that another file's versions are not taken for its own;
  ///   nil does not ask.
  /// - Throws: `InputError`: `.unwritable` or `.broken` for a folder that cannot be made or written; `.malformed` for one
  ///   that holds something else; `.usage` for another file's.
  public init(folder: String, original: TrainedModel, of owner: String? = nil) throws(InputError) {
    guard !folder.isEmpty, !folder.utf8.contains(0) else {
      throw InputError(.usage, "the folder of the versions has no name", expected: "a path")
    }
    self.folder = folder
    let isNew = !Folder.exists(folder)
    try Folder.create(folder)
    do throws(InputError) {
      if !FileStatus.isThere("\(folder)/current"), try begin(original, owner) { return }
    } catch {
      // Only an empty one goes.
      if isNew { rmdir(folder) }
      throw error
    }
    if let owner { try requireOwner(owner) }
    try follow(original)
  }

  /// Keeps the model as version 1, unless a start that was broken off has kept one: what is half of it is taken away.
  ///
  /// - Returns: whether it is version 1 now.
  private func begin(_ original: TrainedModel, _ owner: String?) throws(InputError) -> Bool {
    let first = "\(folder)/1"
    let entries = (Folder.entries(of: folder) ?? []).filter { !$0.hasPrefix(".") }
    let isBegun = entries == ["1"] && Folder.entries(of: first)?.allSatisfy(VersionDraft.isOfVersion) == true
    guard entries.isEmpty || isBegun else {
      guard try numbers().isEmpty else { throw try notNamed(found: "no file 'current'") }
      throw InputError(
        .malformed, "the folder holds something else than a model's versions", path: folder,
        expected: "a file 'current', or an empty folder", found: "no file 'current'", remedy: "name another folder")
    }
    let isMissing = try numbers().isEmpty
    if isMissing {
      if isBegun { VersionDraft.remove(first) }
      // Another process may have been quicker.
      _ = try keep(original, nil, as: 1, of: owner)
    }
    try use(1)
    return isMissing
  }

  /// Opens the versions that are in a folder.
  ///
  /// - Parameter isToBeChosen: opens them also where the file `current` is damaged or gone: the caller says which one is used.
  /// - Throws: `InputError`: `.missing` when there are none, `.malformed` for a file `current` that names none.
  public init(folder: String, isToBeChosen: Bool = false) throws(InputError) {
    self.folder = folder
    let hasSome = Folder.exists(folder) ? try !numbers().isEmpty : false
    guard hasSome || FileStatus.isThere("\(folder)/current") else {
      throw InputError(
        .missing, "the model has no versions yet", path: folder, expected: "a file 'current'",
        remedy: "teach it first: 'inkling teach'")
    }
    if !isToBeChosen { _ = try current }
  }

  /// The version that answers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a file `current` that names none.
  public var current: Int {
    get throws(InputError) {
      let path = "\(folder)/current"
      guard FileStatus.isThere(path) else { throw try notNamed(found: "no file 'current'") }
      let status = try FileStatus(of: path)
      if status.kind == .file, status.size == 0 { throw try notNamed(found: "an empty file") }
      let bytes = try FileBytes.read(path, limit: 64)
      let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
      guard let text, let number = Int(text), (1...Self.most).contains(number),
        FileStatus.isThere(self.path(of: number))
      else {
        let text = PrintableText.escaped(String(decoding: bytes, as: UTF8.self))
        throw try notNamed(found: "'\(PrintableText.shortened(text, to: 20))'")
      }
      return number
    }
  }

  /// The file `current` names no version that is there.
  private func notNamed(found: String) throws(InputError) -> InputError {
    let numbers = try numbers().map { String($0) }
    return InputError(
      .malformed, "the file 'current' does not name a version that is there", path: folder,
      expected: numbers.isEmpty ? "a number" : NameList.text(numbers), found: found,
      remedy: "name one, as 'inkling teach --use NUMBER' does")
  }

  /// All versions by their numbers.
  ///
  /// - Throws: `InputError` when the folder cannot be read. A version whose report or model's file is damaged is among them, and
  ///   says so.
  public func all() throws(InputError) -> [ModelVersion] { try numbers().map(version) }

  /// A version that is there, with what its folder says of it, and whether its model's file is whole.
  func version(_ number: Int) -> ModelVersion {
    let record = record(of: number)
    guard record.damage == nil, let damage = damage(of: number, expected: expectedDigest(of: record)) else {
      return record
    }
    return ModelVersion(number: number, report: record.report, path: record.path, damage: damage)
  }

  /// SHA-256 of the weights that were kept; nil where nobody wrote it down.
  private func expectedDigest(of record: ModelVersion) -> String? {
    record.report?.digest ?? keptDigest(of: record.number)
  }

  /// A version that is there, with what its folder says of it. Its model's file is not looked at.
  func record(of number: Int) -> ModelVersion {
    let path = path(of: number)
    do throws(InputError) {
      let report = try report(of: number)
      guard report == nil, number > 1, !FileStatus.isThere(digestPath(of: number)) else {
        return ModelVersion(number: number, report: report, path: path)
      }
      throw InputError(
        .malformed, "the version does not say what it was taught", path: "\(folder)/\(number)",
        expected: "a file 'report.json', or 'digest' where nothing was taught", found: "none of both",
        remedy: "put the file back, or use another version")
    } catch {
      return ModelVersion(number: number, report: nil, path: path, damage: error)
    }
  }

  private func report(of number: Int) throws(InputError) -> TeachingReport? {
    let report = reportPath(of: number)
    guard FileStatus.isThere(report) else { return nil }
    return try JSONText.decode(
      TeachingReport.self, from: try FileBytes.read(report, limit: Self.largestReport), path: report)
  }

  func reportPath(of number: Int) -> String { "\(folder)/\(number)/report.json" }

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
    if let given, try self.given(Origin(of: given)) == nil { _ = try keep(given, nil) }
    let number = try keep(result.model, result.report)
    if isUsed, result.report.isAccepted { try use(number) }
    return ModelVersion(number: number, report: result.report, path: path(of: number))
  }

  /// Writes a model as the next version, which is there when all of it is.
  ///
  /// - Parameters:
  ///   - wanted: its number, where it is to have no other; one that is there already stays.
  ///   - owner: the path of the file that it is from, which is written down with version 1.
  /// - Returns: its number.
  func keep(
    _ model: TrainedModel, _ report: TeachingReport?, as wanted: Int? = nil, of owner: String? = nil
  ) throws(InputError) -> Int {
    VersionDraft.removeAbandoned(in: folder)
    let draft = try VersionDraft(in: folder)
    do throws(InputError) {
      if let report {
        let text = try JSONText.encode(report, pretty: true) + "\n"
        try DurableFile.write(Array(text.utf8), to: "\(draft.path)/report.json")
      } else {
        try DurableFile.write(Array("\(model.weightsSHA256)\n".utf8), to: "\(draft.path)/digest")
      }
      if let owner { try DurableFile.write(Array("\(Self.name(of: owner))\n".utf8), to: "\(draft.path)/of") }
      try model.save(to: "\(draft.path)/model.safetensors")
      if let wanted {
        if !(try draft.publish(as: wanted)) { draft.remove() }
        return wanted
      }
      var number = try Folder.listing(of: folder).compactMap { Int($0) }.filter { $0 > 0 }.max() ?? 0
      while number < Self.most {
        number += 1
        if try draft.publish(as: number) { return number }
      }
      throw InputError(
        .unwritable, "the model has too many versions", path: folder, expected: "at most \(Self.most)",
        remedy: "name another folder")
    } catch {
      draft.remove()
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
  /// - Throws: `InputError`: `.missing` for a number that is none, `.malformed` for a file that holds another model than the one
  ///   that was kept; as `TrainedModel.init(contentsOf:)`.
  public func open(_ version: Int) throws(InputError) -> TrainedModel {
    try require(version)
    let model = try TrainedModel(contentsOf: path(of: version))
    let expected = expectedDigest(of: record(of: version))
    if let wrong = Self.mismatch(model.weightsSHA256, expected, path(of: version)) { throw wrong }
    return model
  }

  /// The path of a version's model file, for a server to watch.
  public func path(of version: Int) -> String { "\(folder)/\(version)/model.safetensors" }

  /// Takes the folder away where it holds nothing but the model as it was given, and nothing of somebody else's.
  public func removeUnused() {
    guard let entries = Folder.entries(of: folder), Set(entries) == ["1", "current"], record(of: 1).isGiven else {
      return
    }
    unlink("\(folder)/current")
    VersionDraft.remove("\(folder)/1")
    rmdir(folder)
  }

  func require(_ version: Int) throws(InputError) {
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
}
