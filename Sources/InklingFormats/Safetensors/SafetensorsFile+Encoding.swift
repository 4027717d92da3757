public import InklingFiles

extension SafetensorsFile {
  /// A file's bytes: tensors by descending type (the order of `DataType`), then by their names' UTF-8 bytes, metadata in the
  /// order of its keys, the header padded with spaces to a multiple of eight bytes. These are the bytes that the reference
  /// writes (its order of several metadata keys is arbitrary); every tensor is aligned to its numbers.
  ///
  /// - Throws: `InputError` of kind `.usage` for two tensors of one name, a tensor that is called `__metadata__`, and a header
  ///   beyond 100 MB.
  public static func encode(
    _ arrays: [NamedArray], metadata: [String: String] = [:]
  ) throws(InputError) -> [UInt8] {
    let ordered = inFileOrder(arrays)
    var bytes = try header(of: ordered.map(Named.init), metadata: metadata)
    bytes.reserveCapacity(bytes.count + ordered.reduce(0) { $0 + $1.bytes.count })
    for array in ordered { bytes += array.bytes }
    return bytes
  }

  /// Writes the bytes of `encode(_:metadata:)` to `path`, replacing what was there once all are on the disk.
  ///
  /// - Throws: as `encode(_:metadata:)` and `DurableFile.write(_:to:)`.
  public static func write(
    _ arrays: [NamedArray], metadata: [String: String] = [:], to path: String
  ) throws(InputError) {
    let ordered = inFileOrder(arrays)
    let header = try header(of: ordered.map(Named.init), metadata: metadata)
    try DurableFile.write(to: path) { (file: borrowing OpenFile) throws(InputError) in
      try file.write(header.span.bytes)
      for array in ordered { try file.write(array.bytes.span.bytes) }
    }
  }

  private static func inFileOrder(_ arrays: [NamedArray]) -> [NamedArray] {
    let ranks = Dictionary(uniqueKeysWithValues: DataType.allCases.enumerated().map { ($1.rawValue, $0) })
    func rank(_ array: NamedArray) -> Int { ranks[array.elementType.rawValue] ?? 0 }
    return arrays.sorted { left, right in
      let (mine, other) = (rank(left), rank(right))
      return mine == other ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : mine > other
    }
  }

  /// What a header says of one tensor.
  package struct Named {
    let name: String
    let elementType: ElementType
    let shape: [Int]
    let byteCount: Int

    package init(name: String, elementType: ElementType, shape: [Int], byteCount: Int) {
      (self.name, self.elementType, self.shape, self.byteCount) = (name, elementType, shape, byteCount)
    }

    init(_ array: NamedArray) {
      self.init(
        name: array.name, elementType: array.elementType, shape: array.shape, byteCount: array.bytes.count)
    }
  }

  /// The length and the JSON, for tensors in this order.
  ///
  /// - Throws: as `encode(_:metadata:)`.
  package static func header(
    of arrays: [Named], metadata: [String: String]
  ) throws(InputError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\(quoted(metadataKey)):{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    var names: Set<[UInt8]> = [Array(metadataKey.utf8)]
    for array in arrays {
      guard names.insert(Array(array.name.utf8)).inserted else {
        throw InputError(
          .usage, "a safetensors file cannot hold tensors of these names",
          expected: "each name once, and none that is \(metadataKey)", found: "'\(array.name)'")
      }
      let end = offset + array.byteCount
      let shape = array.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(array.name)):{\"dtype\":\"\(array.elementType.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    guard text.count <= largestHeader else {
      throw InputError(
        .usage, "the header of a safetensors file is too long", expected: "at most \(largestHeader) bytes",
        found: "\(text.count)", remedy: "shorten the metadata or the names")
    }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }

  /// `text` as a JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
