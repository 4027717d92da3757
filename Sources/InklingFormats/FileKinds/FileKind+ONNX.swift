extension FileKind {
  /// The wire type of each field of ONNX's ModelProto: 0 for a number, 2 for bytes.
  private static let modelFields: [UInt64: UInt64] = [
    1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2,
  ]

  /// Whether the first fields are those of a ModelProto: the version of the format, and a graph or the operators' version,
  /// all of the right wire type and inside the file. See onnx.proto.
  static func isONNX(_ head: [UInt8], size: Int?) -> Bool {
    var fields = ProtobufPrefix(head)
    var hasVersion = false
    var hasGraph = false
    while !fields.isAtEnd {
      guard let tag = fields.varint(), tag >> 3 < 1 << 29, modelFields[tag >> 3] == tag & 7 else { return false }
      if tag & 7 == 0 {
        guard let value = fields.varint() else { return false }
        if tag >> 3 == 1 {
          guard 1...1000 ~= value else { return false }
          hasVersion = true
        }
      } else {
        guard let length = fields.varint(), length <= UInt64(max((size ?? .max) - fields.position, 0)) else {
          return false
        }
        if tag >> 3 == 7 || tag >> 3 == 8 { hasGraph = true }
        fields.skip(Int(length))
      }
    }
    return hasVersion && hasGraph
  }
}

/// The beginning of a message in the Protocol Buffers' wire format.
private struct ProtobufPrefix {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether what is known of the message has been read.
  var isAtEnd: Bool { position >= bytes.count }

  /// A number of up to ten bytes; nil for a longer one, or where the bytes end.
  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  /// Goes on, perhaps behind what is known.
  mutating func skip(_ count: Int) { position = count > bytes.count - position ? bytes.count : position + count }
}
