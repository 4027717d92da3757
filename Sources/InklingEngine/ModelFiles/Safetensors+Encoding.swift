extension Safetensors {
  /// The file's bytes: tensors as F32 in the order of their names' UTF-8 bytes, metadata in the order of its keys, the
  /// header padded with spaces to a multiple of eight bytes. These are the bytes that PyTorch's `save_file` writes for
  /// float32 tensors (its order of several metadata keys is arbitrary).
  ///
  /// - Precondition: names are unique and none is `__metadata__`; every tensor's values fill its shape.
  public func encoded() -> [UInt8] {
    let ordered = tensors.inNameOrder
    precondition(Set(ordered.map(\.name)).count == ordered.count, "two tensors have the same name")

    let header = Self.header(of: ordered, metadata: metadata)
    precondition(header.count <= Self.largestHeader, "the header has \(header.count) bytes; names are too long")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + ordered.reduce(0) { $0 + $1.values.count * 4 })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header
    for tensor in ordered { tensor.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  private static func header(of tensors: [NamedTensor], metadata: [String: String]) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\(quoted(metadataKey)):{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      precondition(tensor.name != metadataKey, "\(metadataKey) is not a tensor's name")
      precondition(
        NamedTensor.elementCount(of: tensor.shape) == tensor.values.count,
        "\(tensor.name) has \(tensor.values.count) values, which do not fill the shape \(tensor.shape)")
      let end = offset + tensor.values.count * 4
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    let text = Array("{\(members.joined(separator: ","))}".utf8)
    return text + Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
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
