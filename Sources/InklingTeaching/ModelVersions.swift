public import InklingFiles
public import InklingTraining

/// The versions of a model that is taught, in a folder: each has a folder of its own, `1/model.safetensors` and so on, with
/// `report.json` beside it, and the file `current` says which one answers. Version 1 is the model before any teaching. No
/// version is ever changed or taken away.
///
///     let versions = try ModelVersions(folder: "digits.versions", original: model)
///     let version = try versions.add(result)
///     try versions.use(1)  // back to the first
public final class ModelVersions: Sendable {
  /// The folder.
  public let folder: String

  /// Opens the versions in a folder, and keeps `original` as version 1 where there is none yet.
  ///
  /// - Throws: `InputError`: `.unwritable` or `.broken` for a folder that cannot be made or written; `.malformed` for
  ///   one that holds something else.
  public init(folder: String, original: TrainedModel) throws(InputError) {
    self.folder = folder
  }

  /// The version that answers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a file `current` that names none.
  public var current: Int {
    get throws(InputError) { 1 }
  }

  /// All versions by their numbers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a version whose report is damaged.
  public func all() throws(InputError) -> [ModelVersion] { [] }

  /// Keeps a taught model as the next version; where it was accepted it is the one that answers from now on.
  ///
  /// - Throws: `InputError`: `.unwritable` or `.broken` when it cannot be written; then nothing of it is left.
  @discardableResult
  public func add(_ result: TeachingResult) throws(InputError) -> ModelVersion {
    throw InputError(.failed, "not yet")
  }

  /// Makes a version the one that answers: an older one, or one that was not accepted.
  ///
  /// - Throws: `InputError` of kind `.missing` for a number that is none.
  public func use(_ version: Int) throws(InputError) {}

  /// Opens a version.
  ///
  /// - Throws: `InputError` of kind `.missing` for a number that is none; as `TrainedModel.init(contentsOf:)`.
  public func open(_ version: Int) throws(InputError) -> TrainedModel { throw InputError(.failed, "not yet") }

  /// The path of a version's model file, for a server to watch.
  public func path(of version: Int) -> String { "\(folder)/\(version)/model.safetensors" }
}
