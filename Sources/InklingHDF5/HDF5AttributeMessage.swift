import InklingFiles
import InklingFormats

/// An attribute that lies in an object header (message 12, versions 1 to 3).
enum HDF5AttributeMessage {
  static func read(_ message: HDF5Cursor, _ heap: inout HDF5GlobalHeap) throws(InputError) -> HDF5Attribute {
    var cursor = message
    let version = try cursor.byte(1...3, "version")
    let flags = try cursor.byte()
    let sizes = (name: try cursor.short(), type: try cursor.short(), space: try cursor.short())
    if version == 3 { _ = try cursor.byte(0...1, "character set") }
    let nameBytes = try part(&cursor, sizes.name, version).textBytes
    guard let name = String(validating: nameBytes, as: UTF8.self), !name.isEmpty,
      nameBytes.count <= HDF5Limits.nameBytes
    else { throw message.damage(expected: "an attribute with a name in UTF-8") }
    try cursor.reader.take(nameBytes.count)
    let type = try part(&cursor, sizes.type, version)
    let space = try part(&cursor, sizes.space, version)
    // A type or a space that lies elsewhere.
    guard version == 1 || flags & 3 == 0 else { return HDF5Attribute(name: name, value: .unread) }
    let shape = try HDF5Dataspace(space).shape
    return HDF5Attribute(name: name, value: try value(&cursor, HDF5Type(type), shape, name, &heap))
  }

  /// The first version fills up each part to a multiple of eight bytes.
  private static func part(_ cursor: inout HDF5Cursor, _ size: Int, _ version: Int) throws(InputError) -> HDF5Cursor {
    let part = try cursor.part(size)
    if version == 1 { try cursor.skip((8 - size % 8) % 8) }
    return part
  }

  private static func value(
    _ cursor: inout HDF5Cursor, _ type: HDF5Type, _ shape: [Int]?, _ name: String, _ heap: inout HDF5GlobalHeap
  ) throws(InputError) -> HDF5Value {
    if case .other = type.kind { return .unread }
    guard let shape, let count = NamedArray.elementCount(of: shape), count <= cursor.left / type.size else {
      throw cursor.damage(expected: "an attribute within its message", found: "'\(name.prefix(100))'")
    }
    let reader = cursor.reader
    try reader.take(count * type.size)
    if let elementType = type.elementType {
      let bytes = type.plain(Array(try cursor.part(count * type.size).bytes))
      guard elementType != .bool || bytes.allSatisfy({ $0 < 2 }) else {
        throw cursor.damage(expected: "0 or 1", found: "other values in '\(name.prefix(100))'")
      }
      return .array(try NamedArray(name: name, elementType: elementType, shape: shape, bytes: bytes))
    }
    var texts: [String] = []
    for _ in 0..<count {
      let element = try cursor.part(type.size)
      let bytes = type.kind == .variableText ? try heap.text(element) : element.textBytes
      try reader.take(bytes.count)
      guard let text = String(validating: bytes, as: UTF8.self) else { return .unread }
      texts.append(text)
    }
    return .texts(texts, shape: shape)
  }
}
