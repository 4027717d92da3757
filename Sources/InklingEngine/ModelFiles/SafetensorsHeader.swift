import InklingFiles

/// What the JSON header of a safetensors file says: which tensor is where.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let elementType: SafetensorsElementType
    let shape: [Int]
    /// In bytes from the end of the header.
    let offsets: Range<Int>
    /// Where in the file the entry's name stands.
    let position: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Reads the header, which fills the scanner's range but for spaces after it.
  init(scanning scanner: JSONScanner) throws(InputError) {
    var scanner = scanner
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    try scanner.object { (scanner, key, position) throws(InputError) in
      if key == Safetensors.metadataKey {
        metadata = try Self.metadata(&scanner)
      } else {
        entries.append(try Self.entry(key, at: position, &scanner))
      }
    }
    try scanner.finish()
    self.entries = entries
    self.metadata = metadata
  }

  private static func metadata(_ scanner: inout JSONScanner) throws(InputError) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.object { (scanner, key, _) throws(InputError) in metadata[key] = try scanner.string() }
    return metadata
  }

  private static func entry(
    _ name: String, at position: Int, _ scanner: inout JSONScanner
  ) throws(InputError) -> Entry {
    var elementType: SafetensorsElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner, key, keyPosition) throws(InputError) in
      switch key {
      case "dtype": elementType = try Self.elementType(of: name, &scanner)
      case "shape": shape = try scanner.naturalNumbers()
      case "data_offsets": offsets = try scanner.naturalNumbers()
      default:
        throw scanner.fault(
          "unknown key of tensor '\(name)'", at: keyPosition, expected: "dtype, shape or data_offsets",
          found: "'\(key)'")
      }
    }
    guard let elementType, let shape, let offsets else {
      throw scanner.fault("incomplete tensor '\(name)'", at: position, expected: "dtype, shape and data_offsets")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.fault(
        "impossible data_offsets of tensor '\(name)'", at: position, expected: "[begin, end]", found: "\(offsets)")
    }
    return Entry(
      name: name, elementType: elementType, shape: shape, offsets: offsets[0]..<offsets[1], position: position)
  }

  private static func elementType(
    of name: String, _ scanner: inout JSONScanner
  ) throws(InputError) -> SafetensorsElementType {
    scanner.skipSpace()
    let position = scanner.position
    let text = try scanner.string()
    guard let elementType = SafetensorsElementType(rawValue: text) else {
      throw scanner.fault(
        "unknown element type of tensor '\(name)'", at: position,
        expected: "one of \(SafetensorsElementType.allCases.map(\.rawValue).joined(separator: ", "))",
        found: "'\(text)'", remedy: "store it as F32")
    }
    return elementType
  }
}

extension SafetensorsHeader {
  /// Checks that every tensor's bytes fit its shape and that together they cover the data, once.
  func checkLayout(dataStart: Int, fileSize: Int, path: String?) throws(InputError) {
    var end = 0
    for place in placesInFile {
      let entry = entries[place]
      try Self.checkSize(of: entry, path: path)
      guard entry.offsets.lowerBound == end else {
        throw InputError(
          .malformed, "tensor '\(entry.name)' does not begin where the data before it ends", path: path,
          offset: entry.position, expected: "data_offsets from \(end)", found: "\(entry.offsets.lowerBound)")
      }
      end = entry.offsets.upperBound
      guard end <= fileSize - dataStart else {
        throw truncated(entry, dataStart: dataStart, found: fileSize - dataStart, path: path)
      }
    }
    guard end == fileSize - dataStart else {
      throw surplus(dataStart: dataStart, found: "\(fileSize - dataStart)", path: path)
    }
  }

  /// Bytes behind the header.
  var dataSize: Int { entries.reduce(0) { max($0, $1.offsets.upperBound) } }

  /// Indices of the entries in the order of their data.
  var placesInFile: [Int] {
    entries.indices.sorted { left, right in
      let (left, right) = (entries[left].offsets, entries[right].offsets)
      return (left.lowerBound, left.upperBound) < (right.lowerBound, right.upperBound)
    }
  }

  /// What all values take as float32, beside the bytes of the largest tensor.
  var memoryBytes: Double {
    entries.reduce(0) { $0 + Double($1.offsets.count / $1.elementType.byteCount) * 4 }
      + Double(entries.reduce(0) { max($0, $1.offsets.count) })
  }

  /// - Parameter found: bytes of data that are there.
  func truncated(_ entry: Entry, dataStart: Int, found: Int, path: String?) -> InputError {
    InputError(
      .malformed, "truncated data of tensor '\(entry.name)'", path: path, offset: dataStart + found,
      expected: "\(entry.offsets.upperBound) bytes of data", found: "\(found)", remedy: "make or download it again")
  }

  func surplus(dataStart: Int, found: String, path: String?) -> InputError {
    InputError(
      .malformed, "bytes that belong to no tensor", path: path, offset: dataStart + dataSize,
      expected: "\(dataSize) bytes of data", found: found)
  }

  private static func checkSize(of entry: Entry, path: String?) throws(InputError) {
    let size = NamedTensor.elementCount(of: entry.shape + [entry.elementType.byteCount])
    guard size == entry.offsets.count else {
      throw InputError(
        .malformed, "tensor '\(entry.name)' does not fill its data_offsets", path: path, offset: entry.position,
        expected: "\(size.map(String.init) ?? "more than 2^63") bytes for shape \(entry.shape) of "
          + entry.elementType.rawValue, found: "\(entry.offsets.count)")
    }
  }
}
