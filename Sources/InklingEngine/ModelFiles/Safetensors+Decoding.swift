public import InklingFiles

extension Safetensors {
  /// Reads and decodes a file: its header first, which must fit the file's size, then one tensor after the other. The
  /// memory for them is asked for before it is taken.
  ///
  /// - Throws: `.missing` when there is no readable file at `path`, `.broken` when reading stops half-way, `.unavailable`
  ///   when there is not enough memory, `.malformed` as `init(decoding:path:)`.
  public init(contentsOf path: String) throws(InputError) {
    let file = try OpenFile(reading: path)
    // Of a pipe the size is not known before its end.
    let knownSize = try file.size()
    var bytes = try file.next(9)
    let start = try Self.headerEnd(of: bytes, fileSize: knownSize ?? (bytes.count < 9 ? bytes.count : .max), path: path)
    bytes += try file.next(start - bytes.count)
    guard bytes.count == start else { throw Self.truncatedHeader(start - 8, found: bytes.count, path) }
    let header = try SafetensorsHeader(scanning: JSONScanner(bytes, from: 8, to: start, path: path))
    try header.checkLayout(dataStart: start, fileSize: knownSize ?? start + header.dataSize, path: path)
    try Memory.require(
      header.memoryBytes, for: "the file's tensors", path: path,
      remedy: "give another file, or free some memory or raise its limit (ulimit -v)")

    var tensors = [NamedTensor?](repeating: nil, count: header.entries.count)
    for place in header.placesInFile {
      let entry = header.entries[place]
      let data = try file.next(entry.offsets.count)
      guard data.count == entry.offsets.count else {
        throw header.truncated(entry, dataStart: start, found: entry.offsets.lowerBound + data.count, path: path)
      }
      let values = data.withUnsafeBytes { entry.elementType.floats($0) }
      tensors[place] = try Self.tensor(entry, values, at: start + entry.offsets.lowerBound, path: path)
    }
    guard try file.next(1).isEmpty else {
      throw header.surplus(dataStart: start, found: "more", path: path)
    }
    self.init(tensors: tensors.compactMap(\.self), metadata: header.metadata)
  }

  /// Decodes a file's bytes; `path` only serves the errors' sentences.
  ///
  /// Nothing is believed: the header must lie inside the file and be exact JSON without repeated keys, every tensor's
  /// offsets must fit its shape and element type, and the tensors must cover the rest of the file without holes,
  /// overlaps or bytes left over.
  ///
  /// - Throws: `.malformed`, with the byte offset, for anything else; for an element type that is unknown; for a number
  ///   that float32 does not hold (an integer beyond ±2^24, a float64 beyond the largest float32).
  public init(decoding bytes: [UInt8], path: String? = nil) throws(InputError) {
    let start = try Self.headerEnd(of: bytes, fileSize: bytes.count, path: path)
    let header = try SafetensorsHeader(scanning: JSONScanner(bytes, from: 8, to: start, path: path))
    try header.checkLayout(dataStart: start, fileSize: bytes.count, path: path)

    var tensors: [NamedTensor] = []
    tensors.reserveCapacity(header.entries.count)
    for entry in header.entries {
      let range = start + entry.offsets.lowerBound..<start + entry.offsets.upperBound
      let values = bytes.withUnsafeBytes { entry.elementType.floats(UnsafeRawBufferPointer(rebasing: $0[range])) }
      tensors.append(try Self.tensor(entry, values, at: range.lowerBound, path: path))
    }
    self.init(tensors: tensors, metadata: header.metadata)
  }

  /// - Parameter offset: where in the file the values begin.
  private static func tensor(
    _ entry: SafetensorsHeader.Entry, _ values: Result<[Float], SafetensorsElementType.Fault>, at offset: Int,
    path: String?
  ) throws(InputError) -> NamedTensor {
    switch values {
    case .success(let values): return NamedTensor(name: entry.name, shape: entry.shape, values: values)
    case .failure(let fault):
      throw InputError(
        .malformed, "number of tensor '\(entry.name)' that float32 does not hold", path: path,
        offset: offset + fault.index * entry.elementType.byteCount, expected: fault.expected,
        found: fault.found, remedy: "store it as F32")
    }
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
