public import InklingFiles
import InklingFormats

extension Safetensors {
  /// Reads and decodes a file: its header first, which must fit the file's size, then one tensor after the other. The
  /// memory for them is asked for before it is taken.
  ///
  /// - Throws: `.missing` when there is no readable file at `path`, `.broken` when reading stops half-way, `.unavailable`
  ///   when there is not enough memory, `.malformed` as `init(decoding:path:)`.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(SafetensorsFile(contentsOf: path), path)
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
    try self.init(SafetensorsFile(decoding: bytes, path: path), path)
  }

  private init(_ file: SafetensorsFile, _ path: String?) throws(InputError) {
    // A model's weights have nothing that nobody would follow.
    for entry in file.entries {
      guard let key = entry.unknownKey else { continue }
      throw InputError(
        .malformed, "unknown key of tensor '\(entry.name)'", path: path, offset: key.position,
        expected: "dtype, shape or data_offsets", found: "'\(key.name)'", remedy: Self.remedy)
    }
    // All values as float32, beside the bytes of the largest tensor.
    let counts = file.entries.map { Double($0.dataOffsets.count) * 32 / Double($0.dataType.bitCount) }
    try Memory.require(
      counts.reduce(0, +) + file.entries.reduce(0.0) { max($0, Double($1.dataOffsets.count)) },
      for: "the file's tensors", path: path,
      remedy: "give another file, or free some memory or raise its limit (ulimit -v)")
    let tensors = try file.entries.map { entry throws(InputError) in
      try Self.tensor(try file.array(entry), at: file.range(of: entry).lowerBound, path)
    }
    self.init(tensors: tensors, metadata: file.metadata)
  }

  private static let remedy = "give a safetensors file, or make or download this one again"

  /// - Parameter offset: where in the file the values begin.
  private static func tensor(_ array: NamedArray, at offset: Int, _ path: String?) throws(InputError) -> NamedTensor {
    switch array.bytes.withUnsafeBytes(array.elementType.floats) {
    case .success(let values): return NamedTensor(name: array.name, shape: array.shape, values: values)
    case .failure(let fault):
      throw InputError(
        .malformed, "number of tensor '\(array.name)' that float32 does not hold", path: path,
        offset: offset + fault.index * array.elementType.byteCount, expected: fault.expected, found: fault.found,
        remedy: "store it as F32")
    }
  }
}
