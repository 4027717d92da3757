public import InklingFiles
import InklingPlatform

extension RunFolder {
  /// Makes and locks the folder of a new run, and saves the configuration in it.
  ///
  /// Without a name in the configuration one is made from the data set, the model, the seed and the time, and a number
  /// when that is taken.
  ///
  /// - Parameters:
  ///   - runs: the folder that holds runs; it is made when it is not there.
  ///   - configuration: what the run is to do, and its name; without one a name is made.
  /// - Throws: `InputError` of kind `.unwritable` when a run of that name is there already, when a folder cannot be made
  ///   or written, or when another process holds it; of kind `.malformed` for a name that is none. Nothing is left
  ///   behind then.
  public static func create(in runs: String, configuration: RunConfiguration) throws(InputError) -> RunFolder {
    if let name = configuration.name { try RunName.validate(name) }
    guard !runs.isEmpty else {
      throw InputError(
        .unwritable, "the folder for runs has no name", expected: "a path", found: "an empty one",
        remedy: "give one with --runs, or . for this folder")
    }
    try RunPath.makeFolders(runs)
    guard let name = configuration.name else { return try createUnnamed(in: runs, configuration) }
    let path = RunPath.join(runs, name)
    let isNew = try makeFolder(path)
    if !isNew { try requireUnused(path) }
    return try fill(path, configuration, isNew: isNew)
  }

  /// A name for a new run, or for several: their data set, model, seed and the time.
  package static func newName(for configuration: RunConfiguration) -> String {
    RunName.make(for: configuration, time: time(nil))
  }

  private static func createUnnamed(
    in runs: String, _ configuration: RunConfiguration
  ) throws(InputError) -> RunFolder {
    let base = RunName.make(for: configuration, time: time(nil))
    var name = base
    var number = 1
    // Whoever makes the folder owns the name, so two runs started in the same second never share one.
    while try !makeFolder(RunPath.join(runs, name)) {
      number += 1
      name = "\(base)-\(number)"
    }
    var configuration = configuration
    configuration.name = name
    return try fill(RunPath.join(runs, name), configuration, isNew: true)
  }

  /// False when something of that name is there already.
  private static func makeFolder(_ path: String) throws(InputError) -> Bool {
    if mkdir(path, 0o755) == 0 { return true }
    guard errno != EEXIST else { return false }
    throw InputError(
      .unwritable, "the run folder cannot be made", path: path, found: systemReason(),
      remedy: "make the folder above it writable or choose another with --runs")
  }

  /// Lets only an empty folder, or one whose run was killed before it had saved its configuration, be used again.
  private static func requireUnused(_ path: String) throws(InputError) {
    let name = RunPath.name(of: path)
    guard RunPath.content(of: path) == .folder else {
      throw InputError(
        .unwritable, "the run folder is a file", path: path, expected: "a folder or nothing", found: "a file",
        remedy: "choose another --name")
    }
    guard let entries = RunPath.entries(of: path) else {
      throw InputError(
        .unwritable, "the run folder cannot be read", path: path, found: systemReason(),
        remedy: "choose another --name")
    }
    // The configuration is written last: without one, a recipe is a killed run's.
    let beforeConfiguration = [File.lock.rawValue, File.recipe.rawValue]
    guard entries.allSatisfy({ beforeConfiguration.contains($0) || DurableFile.isRemnant($0) }) else {
      let isRun = entries.contains { $0 == File.configuration.rawValue || $0 == File.lastCheckpoint.rawValue }
      throw InputError(
        .unwritable, isRun ? "a run of that name exists already" : "the folder holds something else than a run",
        path: path, remedy: isRun ? "resume it with --resume \(name) or choose another --name" : "choose another --name"
      )
    }
  }

  private static func fill(
    _ path: String, _ configuration: RunConfiguration, isNew: Bool
  ) throws(InputError) -> RunFolder {
    do throws(InputError) {
      let lock = try RunLock.acquire(folder: path)
      // Between looking and locking another process may have made this run.
      if !isNew {
        try requireUnused(path)
        unlink(Self.path(of: .recipe, in: path))
      }
      let run = RunFolder(path: path, configuration: configuration, lock: lock, isNew: isNew)
      do throws(InputError) {
        try run.saveConfiguration()
      } catch {
        run.discard()
        throw error
      }
      return run
    } catch {
      if isNew {
        unlink(Self.path(of: .lock, in: path))
        rmdir(path)
      }
      throw error
    }
  }
}
