import InklingPlatform

/// A file's bytes without reading all of them first: they are mapped into memory (mmap(2)) and come from the disk when they
/// are looked at. What is small is read at once.
///
/// A file that another program makes shorter meanwhile is no end of the process: `bytes(in:)` reads instead of looking, and
/// `withBytes(in:)` asks for the file's length first. What remains is a file that becomes shorter while `withBytes` runs;
/// whoever cannot rule that out copies with `bytes(in:)`.
package final class MappedFile: Sendable {
  /// The file's path; nil for bytes that came from elsewhere.
  package let path: String?
  /// How many bytes there are.
  package let count: Int
  private let storage: Storage

  private enum Storage: Sendable {
    case memory([UInt8])
    case mapping(Mapping)
  }

  /// Below this a file is read: a copy costs less than a mapping, and nobody can make it shorter.
  package static let smallest = 1 << 22

  /// - Parameter size: the file's, at least 1.
  /// - Throws: `InputError` of kind `.broken` for a file that is shorter, or that cannot be read.
  package init(_ file: consuming OpenFile, size: Int) throws(InputError) {
    path = file.path
    count = size
    if size < Self.smallest {
      let bytes = try file.bytes(size, at: 0)
      guard bytes.count == size else { throw Self.shrunk(file.path, expected: size, found: bytes.count) }
      storage = .memory(bytes)
    } else {
      storage = .mapping(Mapping(file, count: size))
    }
  }

  /// Bytes that are there already.
  package init(_ bytes: [UInt8], path: String?) {
    self.path = path
    count = bytes.count
    storage = .memory(bytes)
  }

  /// A copy of the bytes of a range.
  ///
  /// - Precondition: the range lies inside the file.
  /// - Throws: `InputError` of kind `.broken` when the file has become shorter or cannot be read.
  package func bytes(in range: Range<Int>) throws(InputError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside 0..<\(count)")
    switch storage {
    case .memory(let bytes): return Array(bytes[range])
    case .mapping(let mapping):
      let bytes = try mapping.file.bytes(range.count, at: range.lowerBound)
      guard bytes.count == range.count else {
        throw Self.shrunk(mapping.file.path, expected: count, found: range.lowerBound + bytes.count)
      }
      return bytes
    }
  }

  /// Looks at the bytes of a range where they are. They may be unaligned.
  ///
  /// - Precondition: the range lies inside the file.
  /// - Throws: what `body` throws; `InputError` of kind `.broken` when the file has become shorter.
  package func withBytes<Result>(
    in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(InputError) -> Result
  ) throws(InputError) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside 0..<\(count)")
    switch storage {
    case .memory(let bytes): return try Self.look(at: bytes, range, body)
    case .mapping(let mapping):
      let size = try mapping.file.size() ?? 0
      guard size >= range.upperBound else {
        throw Self.shrunk(mapping.file.path, expected: count, found: size)
      }
      guard let start = mapping.start else {
        return try Self.look(at: try bytes(in: range), 0..<range.count, body)
      }
      return try body(UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count))
    }
  }

  private static func look<Result>(
    at bytes: [UInt8], _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(InputError) -> Result
  ) throws(InputError) -> Result {
    try bytes.span.bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) throws(InputError) in
      try body(UnsafeRawBufferPointer(rebasing: buffer[range]))
    }
  }

  private static func shrunk(_ path: String, expected: Int, found: Int) -> InputError {
    InputError(
      .broken, "the file became shorter while it was read", path: path, expected: "\(expected) bytes",
      found: "\(found)", remedy: "let nobody write to it meanwhile")
  }
}

/// A mapping and the file that it shows.
private final class Mapping: Sendable {
  let file: OpenFile
  // Nobody writes to it: the pages are read-only. Nil where the system gives no addresses (ulimit -v): then it is read.
  nonisolated(unsafe) let start: UnsafeMutableRawPointer?
  private let count: Int

  init(_ file: consuming OpenFile, count: Int) {
    start = file.map(count)
    self.count = count
    self.file = file
  }

  deinit { if let start { munmap(start, count) } }
}
