import InklingFiles

/// The bytes of an archive: in memory, or in a file of which only what is asked for is read.
struct ZipSource: Sendable {
  private enum Content: Sendable {
    case memory([UInt8])
    case file(SharedFile)
  }

  private final class SharedFile: Sendable {
    let file: OpenFile

    init(_ file: consuming OpenFile) { self.file = file }
  }

  /// The most bytes of a pipe, whose end alone tells its length.
  private static let pipeLimit = 1 << 30

  let path: String?
  let size: Int
  private let content: Content

  init(bytes: [UInt8], path: String?) {
    (self.path, size, content) = (path, bytes.count, .memory(bytes))
  }

  init(contentsOf path: String) throws(InputError) {
    let file = try OpenFile(reading: path)
    self.path = path
    if let size = try file.size() {
      self.size = size
      content = .file(SharedFile(file))
      return
    }
    var bytes: [UInt8] = []
    while true {
      let piece = try file.next(1 << 16)
      bytes += piece
      if piece.count < 1 << 16 { break }
      guard bytes.count <= Self.pipeLimit else {
        throw InputError(.malformed, "the stream is too long", path: path, expected: "at most \(Self.pipeLimit) bytes")
      }
    }
    size = bytes.count
    content = .memory(bytes)
  }

  /// Exactly `count` bytes from `offset` on.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the archive ends before.
  func bytes(_ count: Int, at offset: Int) throws(InputError) -> [UInt8] {
    guard count >= 0, offset >= 0, offset <= size, count <= size - offset else {
      throw fault("the ZIP archive is cut off", at: offset, expected: "\(count) more bytes", found: "\(size) in all")
    }
    switch content {
    case .memory(let bytes): return [UInt8](bytes[offset..<offset + count])
    case .file(let shared):
      let bytes = try shared.file.bytes(count, at: offset)
      guard bytes.count == count else {
        throw fault("the file became shorter while it was read", at: offset + bytes.count)
      }
      return bytes
    }
  }

  func fault(
    _ what: String, at offset: Int? = nil, expected: String? = nil, found: String? = nil,
    remedy: String? = "get the file again"
  ) -> InputError {
    InputError(.malformed, what, path: path, offset: offset, expected: expected, found: found, remedy: remedy)
  }
}
