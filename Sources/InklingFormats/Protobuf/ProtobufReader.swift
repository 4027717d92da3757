package import InklingFiles

/// Reads one message of Protocol Buffers, field by field, and the messages in it. Every length is held against the bytes
/// that are there before anything is taken; depth and count have limits.
///
///     var reader = ProtobufReader(bytes, of: "ONNX model", path: path)
///     while let field = try reader.next() {
///       switch field.number {
///       case 1: version = try reader.integer(field)
///       case 7: try read(reader.message(field, of: "graph"))
///       default: continue
///       }
///     }
///
/// https://protobuf.dev/programming-guides/encoding/
package struct ProtobufReader {
  /// The whole file.
  let bytes: [UInt8]
  /// What the message is, for errors: "ONNX graph".
  package let name: String
  /// The file, for errors.
  package let path: String?
  private var position: Int
  private let end: Int
  private let depth: Int
  private let limits: ProtobufLimits
  private let allowance: ProtobufAllowance

  /// A reader of a message that fills `bytes`.
  ///
  /// - Parameter name: what the message is, for errors: "ONNX model".
  package init(_ bytes: [UInt8], of name: String, path: String? = nil, limits: ProtobufLimits = ProtobufLimits()) {
    self.init(
      bytes, 0..<bytes.count, name, path, depth: 1, limits, ProtobufAllowance(fields: limits.fields))
  }

  private init(
    _ bytes: [UInt8], _ range: Range<Int>, _ name: String, _ path: String?, depth: Int, _ limits: ProtobufLimits,
    _ allowance: ProtobufAllowance
  ) {
    (self.bytes, self.name, self.path, self.depth, self.limits) = (bytes, name, path, depth, limits)
    (position, end, self.allowance) = (range.lowerBound, range.upperBound, allowance)
  }

  /// The next field; nil at the message's end.
  ///
  /// - Throws: `InputError` of kind `.malformed`: a message that ends in a field, a length beyond its end, a varint of more
  ///   than 64 bits, a field number of 0, a group (which the format has given up), more fields than the limit.
  package mutating func next() throws(InputError) -> ProtobufField? {
    guard position < end else { return nil }
    let offset = position
    try take(1, at: offset)
    let key = try varint()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else {
      throw fault("a field number out of range", at: offset, expected: "1 to 2^29 - 1", found: "\(key >> 3)")
    }
    let value: ProtobufField.Value
    switch key & 7 {
    case 0: value = .varint(try varint())
    case 1: value = .fixed64(try fixed(8))
    case 2: value = .bytes(try lengthDelimited())
    case 5: value = .fixed32(UInt32(truncatingIfNeeded: try fixed(4)))
    default:
      throw fault(
        "a wire type that is not known", at: offset, expected: "0, 1, 2 or 5", found: "\(key & 7)",
        remedy: "is it a file of this format?")
    }
    return ProtobufField(number: Int(key >> 3), value: value, offset: offset)
  }

  /// A reader of the message that a field holds.
  ///
  /// - Throws: `InputError` of kind `.malformed` for another wire type, or when it lies too deep.
  package func message(_ field: ProtobufField, of name: String) throws(InputError) -> ProtobufReader {
    let range = try range(field)
    guard depth < limits.depth else {
      throw fault("messages lie too deep in each other", at: field.offset, expected: "at most \(limits.depth)")
    }
    return ProtobufReader(bytes, range, name, path, depth: depth + 1, limits, allowance)
  }

  /// Takes `count` from what is left of the file's fields.
  func take(_ count: Int, at offset: Int) throws(InputError) {
    guard count <= allowance.fields else {
      throw fault("the file has too many fields", at: offset, expected: "at most \(limits.fields)")
    }
    allowance.fields -= count
  }

  var textLimit: Int { limits.text }

  package func fault(
    _ what: String, at offset: Int?, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(
      .malformed, "\(what), in the message '\(name)'", path: path, offset: offset, expected: expected, found: found,
      remedy: remedy)
  }

  private mutating func varint() throws(InputError) -> UInt64 {
    let start = position
    guard let (value, next) = ProtobufReader.varint(bytes, start, end) else {
      throw fault(
        "a varint is not whole", at: start, expected: "at most ten bytes and 64 bits",
        found: "\(min(end - start, 10)) bytes without its end")
    }
    position = next
    return value
  }

  /// A varint and the position behind it; nil when it does not end, or has more than 64 bits.
  static func varint(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (value: UInt64, next: Int)? {
    var value: UInt64 = 0
    for index in 0..<min(end - start, 10) {
      let byte = bytes[start + index]
      if index == 9, byte > 1 { return nil }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte < 0x80 { return (value, start + index + 1) }
    }
    return nil
  }

  private mutating func fixed(_ count: Int) throws(InputError) -> UInt64 {
    guard count <= end - position else {
      throw fault("the message ends in a number", at: position, expected: "\(count) bytes", found: "\(end - position)")
    }
    defer { position += count }
    return (0..<count).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
  }

  private mutating func lengthDelimited() throws(InputError) -> Range<Int> {
    let start = position
    let length = try varint()
    guard length <= UInt64(end - position) else {
      throw fault(
        "a field is longer than its message", at: start, expected: "at most \(end - position) bytes",
        found: "\(length)", remedy: "the file is cut short or damaged")
    }
    defer { position += Int(length) }
    return position..<position + Int(length)
  }
}
