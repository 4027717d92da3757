public import InklingFiles

extension SafetensorsFile {
  /// Opens a file: its header is read and must fit the file's size. A large file is mapped into memory; a pipe is read to
  /// its end.
  ///
  /// - Throws: `InputError`: `.missing` when there is no readable file at `path`, `.broken` when reading stops half-way,
  ///   `.unavailable` when there is not enough memory, `.malformed` as `init(decoding:path:)`.
  public init(contentsOf path: String) throws(InputError) {
    let file = try OpenFile(reading: path)
    // The system says 0 for what it makes up when it is read.
    if let size = try file.size(), size > 0 {
      try self.init(MappedFile(file, size: size))
    } else {
      try self.init(pipe: file)
    }
  }

  /// Decodes a file's bytes; `path` only serves the errors' sentences.
  ///
  /// Nothing is believed: the header must lie inside the file and be exact JSON without repeated keys, every tensor's offsets
  /// must fit its shape and element type, and the tensors must cover the rest of the file without holes, overlaps or bytes
  /// left over.
  ///
  /// - Throws: `InputError` of kind `.malformed`, with the byte offset, for anything else.
  public init(decoding bytes: [UInt8], path: String? = nil) throws(InputError) {
    try self.init(MappedFile(bytes, path: path))
  }

  private init(_ file: MappedFile) throws(InputError) {
    let start = try Self.headerEnd(
      of: file.bytes(in: 0..<min(file.count, 9)), fileSize: file.count, path: file.path)
    let header = try Self.header(file.bytes(in: 0..<start), path: file.path)
    try header.checkLayout(dataStart: start, dataSize: file.count - start, path: file.path)
    self.init(header, bytes: file, dataStart: start)
  }

  /// Of a pipe the size is not known before its end.
  private init(pipe file: borrowing OpenFile) throws(InputError) {
    let path = file.path
    var bytes = try file.next(9)
    let start = try Self.headerEnd(of: bytes, fileSize: bytes.count < 9 ? bytes.count : .max, path: path)
    bytes += try file.next(start - bytes.count)
    guard bytes.count == start else { throw Self.truncatedHeader(start - 8, found: bytes.count, path) }
    let header = try Self.header(bytes, path: path)
    try header.checkLayout(dataStart: start, dataSize: nil, path: path)
    try Memory.require(
      header.dataSize, for: "the file's tensors", path: path,
      remedy: "give another file, or free some memory or raise its limit (ulimit -v)")
    bytes += try file.next(header.dataSize)
    guard bytes.count == start + header.dataSize else {
      throw header.truncated(dataStart: start, found: bytes.count - start, path: path)
    }
    guard try file.next(1).isEmpty else { throw header.surplus(dataStart: start, found: "more", path: path) }
    self.init(header, bytes: MappedFile(bytes, path: path), dataStart: start)
  }

  private static func header(_ bytes: [UInt8], path: String?) throws(InputError) -> Header {
    // A tensor takes at least fifty bytes of the header, a dimension two.
    try Memory.require(
      Double(bytes.count) * 10, for: "the header", path: path,
      remedy: "give another file, or free some memory or raise its limit (ulimit -v)")
    return try Header(scanning: JSONScanner(bytes, from: 8, to: bytes.count, path: path))
  }

  private static let remedy = "give a safetensors file, or make or download this one again"

  private static func truncatedHeader(_ length: Int, found: Int, _ path: String?) -> InputError {
    InputError(
      .malformed, "truncated header", path: path, offset: found, expected: "\(length) bytes of header",
      found: "\(found - 8)", remedy: remedy)
  }

  /// Where the header ends and the data begins.
  ///
  /// - Parameter bytes: the file's first nine, or all of a shorter one.
  private static func headerEnd(of bytes: [UInt8], fileSize: Int, path: String?) throws(InputError) -> Int {
    func fault(_ what: String, offset: Int, expected: String, found: String) -> InputError {
      InputError(.malformed, what, path: path, offset: offset, expected: expected, found: found, remedy: remedy)
    }
    guard bytes.count >= 8 else {
      throw fault(
        "safetensors file without a header", offset: bytes.count, expected: "8 bytes of length",
        found: "\(bytes.count) bytes")
    }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(largestHeader) else {
      throw fault(
        "impossible header length", offset: 0, expected: "at most \(largestHeader) bytes", found: "\(length)")
    }
    guard Int(length) <= fileSize - 8 else { throw truncatedHeader(Int(length), found: fileSize, path) }
    guard length > 0, bytes[8] == UInt8(ascii: "{") else {
      throw fault("broken header", offset: 8, expected: "'{'", found: length > 0 ? "byte \(bytes[8])" : "no header")
    }
    return 8 + Int(length)
  }
}
