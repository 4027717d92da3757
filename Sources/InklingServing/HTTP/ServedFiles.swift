import InklingCServedFiles

/// The files that are part of the program, by their addresses: the page, and the description of the service.
package enum ServedFiles {
  /// One of them.
  package struct File: Sendable {
    package let path: String
    package let type: String
    private let start: Int
    private let count: Int

    init(_ file: inkling_served_file) {
      path = String(cString: file.path)
      type = String(cString: file.type)
      start = Int(bitPattern: file.bytes)
      count = file.size
    }

    /// Its bytes.
    package var bytes: [UInt8] {
      Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: start), count: count))
    }
  }

  /// All of them.
  package static let all: [File] = (0..<inkling_served_file_count()).map { File(inkling_served_file_at($0)) }
  private static let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }

  package static func named(_ path: String) -> File? { byPath[path] }
}
