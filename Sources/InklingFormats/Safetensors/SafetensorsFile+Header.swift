import InklingFiles

extension SafetensorsFile {
  /// What the JSON header says: which tensor is where.
  struct Header {
    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]
    /// The levels that a value may have which nobody reads, as in the reference.
    private static let deepest = 125

    /// Reads the header, which fills the scanner's range but for white space after it.
    init(scanning scanner: JSONScanner) throws(InputError) {
      var scanner = scanner
      var entries: [Entry] = []
      var metadata: [String: String] = [:]
      try scanner.object { (scanner, key, position) throws(InputError) in
        if key == SafetensorsFile.metadataKey {
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
      scanner.skipSpace()
      if scanner.next == UInt8(ascii: "n") {
        // The reference takes null for no metadata.
        try scanner.skipValue(depth: 0)
        return [:]
      }
      try scanner.object { (scanner, key, _) throws(InputError) in metadata[key] = try scanner.string() }
      return metadata
    }

    private static func entry(
      _ name: String, at position: Int, _ scanner: inout JSONScanner
    ) throws(InputError) -> Entry {
      var dataType: DataType?
      var shape: [Int]?
      var offsets: [Int]?
      var unknownKey: UnknownKey?
      scanner.skipSpace()
      if scanner.next == UInt8(ascii: "[") {
        // The three values without their keys, which the reference reads too.
        try scanner.take("[")
        dataType = try Self.dataType(of: name, &scanner)
        try scanner.take(",")
        shape = try scanner.naturalNumbers()
        try scanner.take(",")
        offsets = try scanner.naturalNumbers()
        try scanner.take("]")
      } else {
        try scanner.object { (scanner, key, keyPosition) throws(InputError) in
          switch key {
          case "dtype": dataType = try Self.dataType(of: name, &scanner)
          case "shape": shape = try scanner.naturalNumbers()
          case "data_offsets": offsets = try scanner.naturalNumbers()
          default:
            unknownKey = unknownKey ?? UnknownKey(name: key, position: keyPosition)
            try scanner.skipValue(depth: deepest)
          }
        }
      }
      guard let dataType, let shape, let offsets else {
        throw scanner.fault("incomplete tensor '\(name)'", at: position, expected: "dtype, shape and data_offsets")
      }
      guard offsets.count == 2, offsets[0] <= offsets[1] else {
        throw scanner.fault(
          "impossible data_offsets of tensor '\(name)'", at: position, expected: "[begin, end]",
          found: "\(offsets.prefix(3))")
      }
      return Entry(
        name: name, dataType: dataType, shape: shape, dataOffsets: offsets[0]..<offsets[1], position: position,
        unknownKey: unknownKey)
    }

    private static func dataType(of name: String, _ scanner: inout JSONScanner) throws(InputError) -> DataType {
      scanner.skipSpace()
      let position = scanner.position
      let text = try scanner.string()
      guard let dataType = DataType(rawValue: text) else {
        throw scanner.fault(
          "unknown element type of tensor '\(name)'", at: position,
          expected: "one of \(DataType.allCases.map(\.rawValue).joined(separator: ", "))",
          found: "'\(text)'", remedy: "store it as F32")
      }
      return dataType
    }
  }
}
