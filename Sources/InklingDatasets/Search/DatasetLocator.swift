public import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds a data set on the disk.
///
/// A data folder holds one folder for each data set, by its name in the catalog (`mnist/`). Looked through, in this
/// order: the folder that was asked for, alone; or else `$INKLING_DATA`, `./datasets`, `../shared/datasets`, and the
/// cache, to which downloads go.
public enum DatasetLocator {
  /// What a search found.
  public enum Outcome: Sendable, Equatable {
    /// The folder that holds the files themselves.
    case found(folder: String)
    /// The data folders that were looked through in vain.
    case notFound(places: [String])
  }

  /// The variables of the process, among them those that name data folders.
  public static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Looks for the data set.
  ///
  /// - Parameters:
  ///   - entry: the data set's entry in the catalog.
  ///   - dataDirectory: the only data folder to look into, when a person named one.
  ///   - environment: variables of which some name data folders (`INKLING_DATA`); the process's own by default.
  /// - Throws: `InputError` (`.missing`) when the data set is not in `dataDirectory`. Not finding it elsewhere is no
  ///   error, since it may be downloaded.
  public static func find(
    _ entry: CatalogEntry, dataDirectory: String? = nil,
    environment: [String: String] = DatasetLocator.environment
  ) throws(InputError) -> Outcome {
    if let dataDirectory {
      if let folder = try folder(of: entry, in: dataDirectory) { return .found(folder: folder) }
      throw try missing(entry, in: dataDirectory)
    }
    return try find(entry, in: places(environment: environment))
  }

  /// Looks for the data set in these data folders, one after the other.
  static func find(_ entry: CatalogEntry, in places: [String]) throws(InputError) -> Outcome {
    var fault: InputError?
    for place in places {
      do throws(InputError) {
        if let folder = try folder(of: entry, in: place) { return .found(folder: folder) }
      } catch {
        // Another place may have it.
        fault = fault ?? error
      }
    }
    if let fault { throw fault }
    return .notFound(places: places)
  }

  /// The data folders to look through when nobody named one.
  public static func places(environment: [String: String] = DatasetLocator.environment) -> [String] {
    let named = environment["INKLING_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    return [named, "./datasets", "../shared/datasets", cacheFolder(environment: environment)].compactMap(\.self)
  }

  /// The data folder in the user's cache, by the XDG base directory specification; nil when there is no home folder.
  public static func cacheFolder(
    environment: [String: String] = DatasetLocator.environment
  ) -> String? {
    // A relative XDG_CACHE_HOME must be ignored, says the specification.
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/inkling/datasets" }
    if let home = environment["HOME"], !home.isEmpty { return home + "/.cache/inkling/datasets" }
    return nil
  }

  /// The folder that keeps what pictures became: `$INKLING_CACHE`, or else `inkling/pictures` in the user's cache; nil where
  /// there is neither, and where the variable is "none".
  public static func pictureCache(environment: [String: String] = DatasetLocator.environment) -> String? {
    if let named = environment["INKLING_CACHE"], !named.isEmpty { return named == "none" ? nil : named }
    return cacheFolder(environment: environment).map { DurableFile.folder(of: $0) + "/pictures" }
  }

  /// The folder that relative paths start from.
  static var currentFolder: String { FileManager.default.currentDirectoryPath }

  /// A path that means the same from every folder.
  static func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(currentFolder)/\(path)" }

  /// The folder below `dataFolder` that has all files of the data set.
  static func folder(of entry: CatalogEntry, in dataFolder: String) throws(InputError) -> String? {
    for folder in entry.folders.map({ dataFolder + "/" + $0 }) where try IDXFolder.holds(entry, at: folder) {
      return folder
    }
    return nil
  }

  private static func missing(_ entry: CatalogEntry, in dataFolder: String) throws(InputError) -> InputError {
    let wanted = dataFolder + "/" + entry.folders[0]
    if !Folder.exists(dataFolder) {
      return InputError(
        .missing, "no such data folder", path: dataFolder, expected: "a folder that holds \(entry.folders[0])/",
        remedy: "check the path")
    }
    if try IDXFolder.holds(entry, at: dataFolder) {
      return InputError(
        .missing, "\(entry.title) is not in the data folder", path: dataFolder, expected: "a folder \(wanted)",
        found: "the files themselves", remedy: "give the folder above it, or put them into \(entry.folders[0])/")
    }
    do throws(InputError) {
      _ = try IDXFolder(wanted, of: entry)
    } catch {
      return InputError(
        .missing, "\(entry.title) is not in the data folder", path: dataFolder,
        expected: error.path, found: Folder.exists(wanted) ? "a folder without it" : "no folder \(entry.folders[0])/",
        remedy: "put the files there, or leave the folder out to search the usual places")
    }
    return InputError(.missing, "\(entry.title) is not in the data folder", path: dataFolder)
  }
}
