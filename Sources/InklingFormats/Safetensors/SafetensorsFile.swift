public import InklingFiles

/// A file of named tensors in the safetensors format, with its numbers as they are stored.
///
/// The bytes are: the header's length (8 bytes, little-endian), a JSON header that gives each tensor's `dtype`, `shape` and
/// `data_offsets` (from the first byte after the header) and an optional `__metadata__` of strings, then the tensors' values,
/// little-endian and row-major. See https://github.com/huggingface/safetensors.
///
/// The header is read and checked when the file is opened; numbers are read when they are asked for. What is accepted is
/// what version 0.8.0 of the reference accepts, except for
///
/// - repeated keys, in any object of the header, and white space before it, both of which the format's description forbids;
/// - a dtype that is written as `{"F32": null}`, and a dimension beyond 2^63 - 1, both of which no writer writes.
public struct SafetensorsFile: Sendable {
  /// What the header says of one tensor.
  public struct Entry: Sendable, Equatable {
    /// The tensor's name.
    public let name: String
    /// The type of its numbers.
    public let dataType: DataType
    /// The dimensions, each at least 0; [] for a scalar.
    public let shape: [Int]
    /// Where its bytes are, from the end of the header.
    public let dataOffsets: Range<Int>
    /// Where in the file its name stands.
    let position: Int
    /// A key that the format does not have, and where it stands: the reference skips it, a stricter reader may not.
    package let unknownKey: UnknownKey?
  }

  /// A key of a tensor that the format does not have.
  package struct UnknownKey: Sendable, Equatable {
    package let name: String
    package let position: Int
  }

  /// The tensors in the order of the header.
  public let entries: [Entry]
  /// Free text by key, such as "format": "pt".
  public let metadata: [String: String]

  /// The key in the header that holds `metadata` and names no tensor.
  static let metadataKey = "__metadata__"
  /// The reference's limit of a header, in bytes.
  static let largestHeader = 100_000_000

  private let bytes: MappedFile
  /// Where the header ends.
  private let dataStart: Int
  // By the bytes of the name: strings compare equal where they only look the same.
  private let places: [[UInt8]: Int]

  init(_ header: Header, bytes: MappedFile, dataStart: Int) {
    entries = header.entries
    metadata = header.metadata
    self.bytes = bytes
    self.dataStart = dataStart
    places = Dictionary(uniqueKeysWithValues: header.entries.enumerated().map { (Array($1.name.utf8), $0) })
  }

  /// The tensors' names in the order of the header.
  public var names: [String] { entries.map(\.name) }

  /// What the header says of the tensor of that name; nil where there is none.
  public func entry(_ name: String) -> Entry? { places[Array(name.utf8)].map { entries[$0] } }

  /// The tensor of that name with its numbers, read now; nil where there is none.
  ///
  /// - Throws: as `array(_:)`.
  public subscript(name: String) -> NamedArray? {
    get throws(InputError) {
      guard let entry = entry(name) else { return nil }
      return try array(entry)
    }
  }

  /// All tensors with their numbers, in the order of the header.
  ///
  /// - Throws: as `array(_:)`.
  public func arrays() throws(InputError) -> [NamedArray] {
    try entries.map { entry throws(InputError) in try array(entry) }
  }

  /// A tensor with its numbers, read now.
  ///
  /// - Precondition: the entry is one of this file's.
  /// - Throws: `InputError`: `.malformed` for a type that an array cannot have, such as C64; `.unavailable` when there is not
  ///   enough memory; `.broken` when the file has become shorter or cannot be read.
  public func array(_ entry: Entry) throws(InputError) -> NamedArray {
    guard let elementType = entry.dataType.elementType else {
      throw InputError(
        .malformed, "numbers of the type \(entry.dataType.rawValue) are not read, as tensor '\(entry.name)' has them",
        path: bytes.path, offset: entry.position,
        expected: "one of \(ElementType.allCases.map(\.rawValue).joined(separator: ", "))", remedy: "store it as F32")
    }
    try Memory.require(
      entry.dataOffsets.count, for: "the file's tensors", path: bytes.path,
      remedy: "give another file, or free some memory or raise its limit (ulimit -v)")
    return try NamedArray(
      name: entry.name, elementType: elementType, shape: entry.shape, bytes: bytes.bytes(in: range(of: entry)))
  }

  /// Looks at a tensor's bytes, of whatever type, without a copy. They may be unaligned. Of a large file they are a mapping
  /// of it, which nobody may make shorter while `body` runs.
  ///
  /// - Precondition: the entry is one of this file's.
  /// - Throws: what `body` throws; `InputError` of kind `.broken` when the file has become shorter.
  public func withBytes<Result>(
    of entry: Entry, _ body: (UnsafeRawBufferPointer) throws(InputError) -> Result
  ) throws(InputError) -> Result {
    try bytes.withBytes(in: range(of: entry), body)
  }

  /// Where a tensor's bytes are in the file.
  public func range(of entry: Entry) -> Range<Int> {
    dataStart + entry.dataOffsets.lowerBound..<dataStart + entry.dataOffsets.upperBound
  }
}
