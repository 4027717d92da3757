import InklingCDrawingPage
import InklingFiles

/// The page that one draws on, and that shows what a network makes of it: its files are part of the program.
///
/// The page asks a model by one interface (`page/page.js` says which). `served.js` asks a server; `exported.js` holds the
/// network itself, as plain JavaScript, with the program's framing (`page/framing`).
public enum DrawingPage {
  /// A file of the page.
  public struct File: Sendable, Equatable {
    /// Its path below the page: "page.css".
    public let path: String
    /// What it is, for the header `Content-Type`.
    public let contentType: String
    /// Its content.
    public let bytes: [UInt8]
  }

  /// What a server may let the page do: load its own files, show pictures of its own, and ask its own server.
  public static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// The files that a server serves: `index.html` first, and all that it needs.
  public static let served: [File] = {
    let scripts = ModuleBundle.order(of: "served.js") { source(of: $0) }
    return (["index.html", "page.css", "teaching.css"] + scripts).compactMap(file)
  }()

  /// The file of that path; nil where there is none.
  package static func file(_ path: String) -> File? { all.first { $0.path == path } }

  /// All files, those of exported pages alone among them.
  package static let all: [File] = {
    var files: [File] = []
    while true {
      let entry = inkling_page_file(files.count)
      guard let path = entry.path else { return files }
      let bytes = Array(UnsafeBufferPointer(start: entry.bytes, count: entry.size))
      let name = String(cString: path)
      files.append(File(path: name, contentType: contentType(of: name), bytes: bytes))
    }
  }()

  private static func contentType(of path: String) -> String {
    path.hasSuffix(".html")
      ? "text/html; charset=utf-8"
      : path.hasSuffix(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8"
  }

  /// The text of a file; empty for a path that leads to none.
  static func source(of path: String) -> String { file(path).map { String(decoding: $0.bytes, as: UTF8.self) } ?? "" }
}
