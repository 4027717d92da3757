import InklingCServedFiles
import InklingDrawingPage

/// The files that are part of the program, by their addresses: the page, and the description of the service.
package enum ServedFiles {
  /// One of them.
  package struct File: Sendable {
    package let path: String
    package let type: String
    /// Its bytes.
    package let bytes: [UInt8]

    init(_ file: inkling_served_file) {
      path = String(cString: file.path)
      type = String(cString: file.type)
      bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
    }

    /// A file of the page, which lies at the server's own address.
    init(_ file: DrawingPage.File) {
      path = file.path == "index.html" ? "/" : "/" + file.path
      type = file.contentType
      bytes = file.bytes
    }
  }

  /// All of them.
  package static let all: [File] =
    (0..<inkling_served_file_count()).map { File(inkling_served_file_at($0)) } + DrawingPage.served.map { File($0) }
  private static let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }

  package static func named(_ path: String) -> File? { byPath[path] }
}
