import InklingPlatform

/// A small text that the system's kernel keeps as a file.
enum SystemFile {
  /// Its words; none where there is no such file.
  static func words(in path: String) -> [Substring] {
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    let count = systemRead(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split { $0 == " " || $0 == "\n" }
  }

  /// The numbers among its words.
  static func numbers(in path: String) -> [Double] { words(in: path).compactMap { Double($0) } }
}
