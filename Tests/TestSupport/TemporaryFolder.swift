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

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
