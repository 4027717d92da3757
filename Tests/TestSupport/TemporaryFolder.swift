#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of one's own for a test, removed with all it holds when the object goes.
///
/// Keep the object in a property of the suite: a local one may go after its last use, before the test's end.
public final class TemporaryFolder: Sendable {
  public let path: String

  /// - Throws: Foundation's error when the folder cannot be made.
  public init() throws {
    path = FileManager.default.temporaryDirectory.path + "/inkling-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  /// The path of `name` in the folder.
  public func file(_ name: String) -> String { path + "/" + name }

  /// A file of these bytes in the folder.
  ///
  /// - Returns: its path.
  /// - Throws: Foundation's error when it cannot be written.
  public func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
