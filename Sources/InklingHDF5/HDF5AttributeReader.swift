import InklingCHDF5
import InklingFormats

/// Reads one open attribute. It is used inside the library's lock.
struct HDF5AttributeReader {
  private let attribute: hid_t

  init(_ attribute: hid_t) { self.attribute = attribute }

  /// The attribute, and the bytes of its value; nil for a damaged one, and one of more than `left` bytes.
  func read(left: Int) -> (attribute: HDF5Attribute, bytes: Int)? {
    let type = H5Aget_type(attribute)
    let space = H5Aget_space(attribute)
    defer {
      if type >= 0 { H5Tclose(type) }
      if space >= 0 { H5Sclose(space) }
    }
    guard type >= 0, space >= 0, let name, let shape = HDF5Walk.shape(space) else { return nil }
    let kind = HDF5Type(type)
    guard kind.isText || kind.elementType != nil else { return (HDF5Attribute(name: name, value: .unread), 0) }
    let most = min(left, HDF5Limits.attributeBytes)
    guard let count = NamedArray.elementCount(of: shape), count <= most / max(kind.size, 1) else { return nil }
    let size = count * kind.size
    if kind.isVariable {
      guard let (texts, bytes) = variableTexts(type, space, count: count, most: most) else { return nil }
      return (HDF5Attribute(name: name, value: .texts(texts, shape: shape)), bytes)
    }
    guard let bytes = bytes(type, size) else { return nil }
    if let elementType = kind.elementType {
      guard let array = try? NamedArray(name: name, elementType: elementType, shape: shape, bytes: bytes) else {
        return nil
      }
      return (HDF5Attribute(name: name, value: .array(array)), size)
    }
    let texts = (0..<count).map { index in
      // Padding is zeros, or spaces; what is behind a zero is nobody's.
      String(decoding: bytes[index * kind.size..<(index + 1) * kind.size].prefix { $0 != 0 }, as: UTF8.self)
    }
    return (HDF5Attribute(name: name, value: .texts(texts, shape: shape)), size)
  }

  private var name: String? {
    var buffer = [CChar](repeating: 0, count: HDF5Limits.nameBytes + 1)
    let length = H5Aget_name(attribute, buffer.count, &buffer)
    guard length > 0, length <= HDF5Limits.nameBytes else { return nil }
    return String(validating: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func bytes(_ type: hid_t, _ size: Int) -> [UInt8]? {
    let plain = inkling_h5_little_endian(type)
    guard plain >= 0 else { return nil }
    defer { H5Tclose(plain) }
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      isRead = size == 0 || H5Aread(attribute, plain, buffer.baseAddress) >= 0
      filled = isRead ? size : 0
    }
    return isRead ? bytes : nil
  }

  private func variableTexts(_ type: hid_t, _ space: hid_t, count: Int, most: Int) -> (texts: [String], bytes: Int)? {
    guard count > 0 else { return ([], 0) }
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    guard H5Aread(attribute, type, &pointers) >= 0 else { return nil }
    defer { inkling_h5_free_strings(type, space, &pointers) }
    var (texts, bytes) = ([String](), 0)
    for pointer in pointers {
      let text = pointer.map { String(cString: $0) } ?? ""
      bytes += text.utf8.count + MemoryLayout<Int>.size
      guard bytes <= most else { return nil }
      texts.append(text)
    }
    return (texts, bytes)
  }
}
