package import InklingFiles

// What a field holds, by the schema's type. Each is refused for a field of another wire type.
extension ProtobufReader {
  /// int64, int32, enum or bool.
  package func integer(_ field: ProtobufField) throws(InputError) -> Int64 {
    guard case .varint(let value) = field.value else { throw wrongKind(field, "a varint") }
    return Int64(bitPattern: value)
  }

  /// float.
  package func float(_ field: ProtobufField) throws(InputError) -> Float {
    guard case .fixed32(let bits) = field.value else { throw wrongKind(field, "four bytes") }
    return Float(bitPattern: bits)
  }

  /// double.
  package func double(_ field: ProtobufField) throws(InputError) -> Double {
    guard case .fixed64(let bits) = field.value else { throw wrongKind(field, "eight bytes") }
    return Double(bitPattern: bits)
  }

  /// Where a string, bytes, a message or a packed list lies in the file.
  package func range(_ field: ProtobufField) throws(InputError) -> Range<Int> {
    guard case .bytes(let range) = field.value else { throw wrongKind(field, "a length and bytes") }
    return range
  }

  /// A copy of a field's bytes.
  package func bytes(_ field: ProtobufField) throws(InputError) -> [UInt8] { Array(bytes[try range(field)]) }

  /// string.
  ///
  /// - Throws: `InputError` of kind `.malformed` when it is longer than the limit, or not UTF-8.
  package func text(_ field: ProtobufField) throws(InputError) -> String {
    let range = try range(field)
    guard range.count <= textLimit else {
      throw fault(
        "a text is too long", at: field.offset, expected: "at most \(textLimit) bytes", found: "\(range.count)")
    }
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw fault("a text is not UTF-8", at: field.offset)
    }
    return text
  }

  /// repeated int64, int32 or bool: appends a packed list's numbers, or the one that a field holds.
  package func append(_ field: ProtobufField, to integers: inout [Int64]) throws(InputError) {
    guard case .bytes(let range) = field.value else { return integers.append(try integer(field)) }
    var position = range.lowerBound
    while position < range.upperBound {
      try take(1, at: position)
      guard let (value, next) = Self.varint(bytes, position, range.upperBound) else {
        throw fault("a varint in a list is not whole", at: position)
      }
      integers.append(Int64(bitPattern: value))
      position = next
    }
  }

  /// repeated float: the same.
  package func append(_ field: ProtobufField, to floats: inout [Float]) throws(InputError) {
    guard case .bytes(let range) = field.value else { return floats.append(try float(field)) }
    floats += try packed(range, Float.self)
  }

  /// repeated double: the same.
  package func append(_ field: ProtobufField, to doubles: inout [Double]) throws(InputError) {
    guard case .bytes(let range) = field.value else { return doubles.append(try double(field)) }
    doubles += try packed(range, Double.self)
  }

  /// A packed list of numbers of a fixed size, which lie in the file as in memory.
  private func packed<Number: BitwiseCopyable>(_ range: Range<Int>, _: Number.Type) throws(InputError) -> [Number] {
    let size = MemoryLayout<Number>.size
    guard range.count.isMultiple(of: size) else {
      throw fault(
        "a packed list is not whole", at: range.lowerBound, expected: "a multiple of \(size) bytes",
        found: "\(range.count)")
    }
    return [Number](unsafeUninitializedCapacity: range.count / size) { buffer, count in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range]))
      }
      count = range.count / size
    }
  }

  private func wrongKind(_ field: ProtobufField, _ expected: String) -> InputError {
    fault("the field \(field.number) has a wrong wire type", at: field.offset, expected: expected, found: field.kind)
  }
}
