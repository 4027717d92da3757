import Files

extension Safetensors {
  /// Reads and decodes a file.
  ///
  /// - Throws: `.missing` when there is no readable file at `path`, `.broken` when reading stops half-way, `.malformed`
  ///   as `init(decoding:path:)`.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(decoding: FileBytes.read(path, limit: .max), path: path)
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
    let start = try Self.headerEnd(of: bytes, path: path)
    let header = try SafetensorsHeader(scanning: JSONScanner(bytes, from: 8, to: start, path: path))
    try header.checkLayout(dataStart: start, fileSize: bytes.count, path: path)

    var tensors: [NamedTensor] = []
    tensors.reserveCapacity(header.entries.count)
    for entry in header.entries {
      let range = start + entry.offsets.lowerBound..<start + entry.offsets.upperBound
      let values = bytes.withUnsafeBytes { entry.elementType.floats(UnsafeRawBufferPointer(rebasing: $0[range])) }
      switch values {
      case .success(let values): tensors.append(NamedTensor(name: entry.name, shape: entry.shape, values: values))
      case .failure(let fault):
        throw InputError(
          .malformed, "number of tensor '\(entry.name)' that float32 does not hold", path: path,
          offset: range.lowerBound + fault.index * entry.elementType.byteCount, expected: fault.expected,
          found: fault.found, remedy: "store it as F32")
      }
    }
    self.init(tensors: tensors, metadata: header.metadata)
  }

  /// Where the header ends and the data begins.
  private static func headerEnd(of bytes: [UInt8], path: String?) throws(InputError) -> Int {
    func fault(_ what: String, offset: Int, expected: String, found: String) -> InputError {
      InputError(
        .malformed, what, path: path, offset: offset, expected: expected, found: found,
        remedy: "give a safetensors file, or make or download this one again")
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
    guard Int(length) <= bytes.count - 8 else {
      throw fault(
        "truncated header", offset: bytes.count, expected: "\(length) bytes of header",
        found: "\(bytes.count - 8)")
    }
    guard length > 0, bytes[8] == UInt8(ascii: "{") else {
      throw fault("broken header", offset: 8, expected: "'{'", found: length > 0 ? "byte \(bytes[8])" : "no header")
    }
    return 8 + Int(length)
  }
}
