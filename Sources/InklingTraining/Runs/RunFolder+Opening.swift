public import InklingEngine
public import InklingFiles
import InklingFormats
import InklingPlatform

extension RunFolder {
  /// Locks the folder of an existing run, to resume it.
  ///
  /// - Parameters:
  ///   - path: of the run's folder.
  ///   - change: changes the configuration that was saved (more epochs, other threads).
  /// - Throws: `InputError` of kind `.missing` when there is no run, `.malformed` when its configuration cannot be read or
  ///   is changed in a way that would have given other weights, `.unwritable` when another process trains in it or it is
  ///   read-only.
  public static func reopen(
    _ path: String, changing change: (inout RunConfiguration) -> Void = { _ in }
  ) throws(InputError) -> RunFolder {
    let path = path == "/" ? path : RunPath.trimmed(path)
    let saved = try configuration(at: path)
    var configuration = saved
    change(&configuration)
    configuration.name = RunPath.name(of: path)
    try configuration.requireResumable(from: saved, path: path)
    let lock = try RunLock.acquire(folder: path)
    let run = RunFolder(path: path, configuration: configuration, lock: lock)
    DurableFile.removeRemnants(in: path)
    // Written even when nothing changed: a folder that cannot be written is found now, not after an epoch.
    try run.saveConfiguration()
    return run
  }

  /// What the run at `path` was configured to do. Takes no lock.
  ///
  /// - Throws: `InputError` of kind `.missing` when there is no run, `.malformed` when its configuration cannot be read.
  public static func configuration(at path: String) throws(InputError) -> RunConfiguration {
    let remedy = "give the name of a run or the path of its folder"
    switch RunPath.content(of: path) {
    case .nothing:
      if FileKind(named: path) != nil {
        throw InputError(.missing, "there is no such file", path: path, remedy: "give the path of a model's file")
      }
      throw InputError(.missing, "there is no such run", path: path, remedy: remedy)
    case .other:
      throw InputError(.missing, "the run is not a folder", path: path, expected: "a folder", found: "a file")
    case .folder: break
    }
    let file = Self.path(of: .configuration, in: path)
    guard RunPath.content(of: file) != .nothing else {
      throw InputError(.missing, "the folder holds no run: it has no configuration.json", path: path, remedy: remedy)
    }
    return try JSONText.decode(RunConfiguration.self, from: try FileBytes.read(file), path: file)
  }

  /// The weights that the run at `path` has saved, in name order. Takes no lock.
  ///
  /// - Parameters:
  ///   - choice: nil for those that the run ends with and reports.
  ///   - path: of the run's folder.
  /// - Throws: `InputError` of kind `.missing` when there is no run or it has saved none yet, `.malformed` when the file is
  ///   damaged.
  public static func weights(_ choice: WeightsChoice? = nil, at path: String) throws(InputError) -> [NamedTensor] {
    try savedWeights(choice, at: path).tensors
  }

  /// The same, with where they are and what they are of.
  package static func savedWeights(_ choice: WeightsChoice?, at path: String) throws(InputError) -> SavedWeights {
    try savedWeights(choice, of: try configuration(at: path), at: path)
  }

  /// The same, of a run whose configuration was read.
  static func savedWeights(
    _ choice: WeightsChoice?, of configuration: RunConfiguration, at path: String
  ) throws(InputError) -> SavedWeights {
    let choice = choice ?? WeightsChoice(endOf: configuration.recipe)
    let file = Self.path(of: choice.file, in: path)
    guard RunPath.content(of: file) != .nothing else {
      throw InputError(
        .missing, "the run has saved no weights yet", path: file, remedy: "train it to the end of an epoch")
    }
    let stored = try Safetensors.weights(file)
    return SavedWeights(
      tensors: stored.tensors, path: file, origin: try WeightsOrigin(stored.metadata, path: file))
  }

  /// Where a run or a model is that a person names: a path when it has a slash or a model file's ending, or leads to a folder
  /// of a run or to a file, else a run's name in `runs`. A run of that very name comes first.
  public static func locate(_ run: String, in runs: String) -> String {
    let named = RunPath.join(runs, run)
    if run.utf8.contains(UInt8(ascii: "/")) { return run }
    guard RunPath.content(of: named) == .nothing else { return named }
    let isPath = holdsRun(run) || RunPath.content(of: run) == .other || FileKind(named: run) != nil
    return isPath ? run : named
  }

  /// Whether there is a file at `path`, and no folder.
  package static func isFile(_ path: String) -> Bool { RunPath.content(of: path) == .other }

  /// What to say where somebody has changed a run's `recipe.yaml`: the run follows `configuration.json`, which has the same
  /// recipe, and writes the file anew. Nil where they agree.
  static func editedRecipeNote(at path: String, _ recipe: Recipe) -> String? {
    let file = Self.path(of: .recipe, in: path)
    guard RunPath.content(of: file) == .other else { return nil }
    let goesOn = "the run goes on by configuration.json, and writes it anew"
    do throws(InputError) {
      let faults = DocumentFaults()
      let written = Recipe(reading: try YAMLDocument.read(file), name: recipe.name, faults: faults, datasets: nil)
      if let fault = faults.sorted.first { return "\(file) was changed, \(fault.description); \(goesOn)" }
      guard let key = written.node.firstDifference(from: recipe.node) else { return nil }
      let (own, other) = (recipe.node.node(at: key)?.listing, written.node.node(at: key)?.listing)
      return "\(file) was changed: \(key) is \(other ?? "nothing") there, and \(own ?? "nothing") in the run; \(goesOn)"
    } catch {
      return "\(file) is no recipe any more; \(goesOn)"
    }
  }

  /// The folder of the run of this name; nil when none was started.
  package static func startedRun(named name: String, in runs: String) -> String? {
    let path = RunPath.join(runs, name)
    return holdsRun(path) ? path : nil
  }

  /// Whether there is a run at `path`, damaged or not.
  package static func holdsRun(_ path: String) -> Bool {
    RunPath.content(of: Self.path(of: .configuration, in: path)) == .other
  }

  /// The same folder with what a run finds out before it starts.
  func keeping(_ configuration: RunConfiguration) throws(InputError) -> RunFolder {
    guard configuration != self.configuration else { return self }
    let changed = with(configuration)
    try changed.saveConfiguration()
    return changed
  }

  func saveConfiguration() throws(InputError) {
    let text = try JSONText.encode(configuration, pretty: true) + "\n"
    try DurableFile.write(Array(configuration.recipe.yaml.utf8), to: path(of: .recipe))
    try DurableFile.write(Array(text.utf8), to: path(of: .configuration))
  }
}
