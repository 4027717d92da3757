import InklingFiles
import InklingFormats

/// The bytes of a file, unpacked on the way when the file is gzip (RFC 1952; recognised by its first two bytes,
/// never by its name). Several members behind one another count as one stream, as with `gzip`.
///
/// Memory: one buffer of 64 KiB and zlib's window; the unpacked bytes go straight into the caller's buffer.
struct GzipStream: ~Copyable {
  /// Deflate cannot pack more than 1032 bytes into one (zlib's technical notes).
  static let largestExpansion = 1032

  let isCompressed: Bool
  /// The size of the file on disk.
  let fileSize: Int
  private let file: OpenFile
  private var input: InputBuffer
  private let inflater: Inflater
  private var isInsideMember: Bool

  var path: String { file.path }

  /// The count of bytes that the stream gives if it is plain, or cannot exceed if it is compressed.
  var sizeLimit: Int {
    guard isCompressed else { return fileSize }
    let (product, overflow) = fileSize.multipliedReportingOverflow(by: Self.largestExpansion)
    return overflow ? Int.max : product
  }

  /// Opens the file and looks at its first bytes.
  ///
  /// - Throws: `InputError`: `.missing` for a path that does not exist, is a directory, a pipe or may not be read;
  ///   `.malformed` for an empty file.
  init(contentsOf path: String) throws(InputError) {
    let file = try OpenFile(reading: path)
    guard let size = try file.size() else {
      throw InputError(.missing, "not a regular file", path: path, found: "a pipe or a device")
    }
    var input = InputBuffer()
    try input.refillIfEmpty(from: file)
    if input.isEmpty {
      throw InputError(.malformed, "the file is empty", path: path, offset: 0, expected: "data", found: "0 bytes")
    }
    isCompressed = input.unused.starts(with: [0x1f, 0x8b])
    isInsideMember = isCompressed
    inflater = Inflater(.gzip)
    fileSize = size
    self.input = input
    self.file = file
  }

  /// Fills `buffer` from the stream.
  ///
  /// - Returns: the count of bytes, less than the buffer's length only at the end of the stream.
  /// - Throws: `InputError` (`.malformed`) when the compressed data is cut off, damaged, or followed by something
  ///   else; its offset counts bytes of the compressed file.
  mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try isCompressed ? unpack(into: rest) : copy(into: rest)
      guard let count else { break }
      filled += count
    }
    return filled
  }

  /// Whether nothing is left; for gzip this also checks the last member's checksum and length.
  mutating func isAtEnd() throws(InputError) -> Bool {
    var byte: UInt8 = 0
    return try withUnsafeMutableBytes(of: &byte) { (buffer) throws(InputError) in try fill(buffer) } == 0
  }

  /// One step for a plain file; nil at its end.
  private mutating func copy(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int? {
    if input.isEmpty {
      let count = try file.fill(buffer)
      return count == 0 ? nil : count
    }
    let count = min(input.unused.count, buffer.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.unused[..<count]))
    input.use(count)
    return count
  }

  /// One step for a compressed file; nil at its end.
  private mutating func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int? {
    try input.refillIfEmpty(from: file)
    if !isInsideMember {
      if input.isEmpty { return nil }
      try beginMember()
    }
    let (used, written, outcome) = inflater.inflate(input.unused, into: buffer)
    input.use(used)
    switch outcome {
    case .ended:
      isInsideMember = false
    case .damaged(let words):
      throw InputError(
        .malformed, "the compressed data is damaged", path: path, offset: input.offset, found: words,
        remedy: "get the file again")
    case .unfinished where used == 0 && written == 0:
      throw InputError(
        .malformed, "the compressed data is cut off", path: path, offset: input.offset,
        expected: "more compressed data", found: "the end of the file", remedy: "get the file again")
    case .unfinished:
      break
    }
    return written
  }

  private mutating func beginMember() throws(InputError) {
    guard input.unused.first == 0x1f else {
      throw InputError(
        .malformed, "trailing bytes after the compressed data", path: path, offset: input.offset,
        expected: "the end of the file", found: "\(fileSize - input.offset) more bytes", remedy: "get the file again")
    }
    inflater.reset()
    isInsideMember = true
  }
}
