import InklingFiles

/// What stands before the numbers of an `.npy` file.
struct NPYHeader {
  let elementType: ElementType
  /// Whether the numbers are big-endian.
  let isSwapped: Bool
  /// Whether the first dimension runs fastest.
  let isColumnMajor: Bool
  let shape: [Int]
  /// Where the numbers begin.
  let dataStart: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The longest header that is read, in bytes; NumPy itself reads 10,000.
  private static let longest = 1 << 16
  /// As many dimensions as NumPy has.
  private static let mostDimensions = 64

  init(_ bytes: [UInt8], path: String?) throws(InputError) {
    let range = try Self.range(bytes, path: path)
    var literal = PythonLiteral(bytes, range: range, path: path)
    var description: (String, Int)?
    var isColumnMajor: Bool?
    var shape: [Int]?
    try literal.dictionary { (literal, key, position) throws(InputError) in
      switch key {
      case "descr" where description == nil: description = (try literal.typeDescription(), position)
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try literal.bool()
      case "shape" where shape == nil: shape = try literal.tuple()
      default:
        throw literal.fault(
          "unknown or repeated key in the header", at: position, expected: "descr, fortran_order and shape, each once",
          found: "'\(key.prefix(40))'")
      }
    }
    guard let description, let isColumnMajor, let shape else {
      throw literal.fault("incomplete header", at: range.lowerBound, expected: "descr, fortran_order and shape")
    }
    guard shape.count <= Self.mostDimensions else {
      throw literal.fault(
        "array of too many dimensions", at: range.lowerBound, expected: "at most \(Self.mostDimensions)",
        found: "\(shape.count)")
    }
    (elementType, isSwapped) = try ElementType.numpy(description.0, at: description.1, path: path)
    self.isColumnMajor = isColumnMajor
    self.shape = shape
    dataStart = range.upperBound
  }

  /// Where the dictionary is.
  private static func range(_ bytes: [UInt8], path: String?) throws(InputError) -> Range<Int> {
    func fault(_ what: String, at offset: Int, expected: String, found: String) -> InputError {
      InputError(
        .malformed, what, path: path, offset: offset, expected: expected, found: found,
        remedy: "give an .npy file, or make or download it again")
    }
    guard bytes.count >= 8, bytes.starts(with: magic) else {
      throw fault("wrong magic number", at: 0, expected: "\\x93NUMPY and a version", found: "other bytes")
    }
    guard 1...3 ~= bytes[6], bytes[7] == 0 else {
      throw fault(
        "unknown version of the format", at: 6, expected: "1.0, 2.0 or 3.0", found: "\(bytes[6]).\(bytes[7])")
    }
    let start = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= start else {
      throw fault("truncated header", at: bytes.count, expected: "\(start) bytes", found: "\(bytes.count)")
    }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= longest else {
      throw fault("impossible header length", at: 8, expected: "at most \(longest) bytes", found: "\(length)")
    }
    guard length <= bytes.count - start else {
      throw fault(
        "truncated header", at: bytes.count, expected: "\(length) bytes", found: "\(bytes.count - start)")
    }
    return start..<start + length
  }

  /// How many bytes the numbers take, which are the rest of the file.
  func dataSize(fileSize: Int, name: String, path: String?) throws(InputError) -> Int {
    let size = NamedArray.elementCount(of: shape)?.multipliedReportingOverflow(by: elementType.byteCount)
    guard let size, !size.overflow, size.partialValue == fileSize - dataStart else {
      let text = size.flatMap { $0.overflow ? nil : "\($0.partialValue)" } ?? "more than 2^63"
      throw InputError(
        .malformed, "the array '\(name)' does not fill its shape", path: path, offset: dataStart,
        expected: "\(text) bytes for \(elementType.rawValue) \(shape.prefix(16))",
        found: "\(fileSize - dataStart)", remedy: "make or download it again")
    }
    return size.partialValue
  }

  /// Everything before the numbers, as NumPy writes it: aligned to 64 bytes, with room for a larger first dimension.
  static func encode(_ description: String, shape: [Int]) -> [UInt8] {
    let dimensions = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(description)', 'fortran_order': False, 'shape': (\(dimensions)), }"
    if let first = shape.first { text += String(repeating: " ", count: max(21 - "\(first)".utf8.count, 0)) }
    let version: UInt8 = 10 + text.utf8.count + 64 <= Int(UInt16.max) ? 1 : 2
    let start = version == 1 ? 10 : 12
    text += String(repeating: " ", count: 64 - (start + text.utf8.count + 1) % 64) + "\n"
    let length = (0..<start - 8).map { UInt8(truncatingIfNeeded: text.utf8.count >> (8 * $0)) }
    return magic + [version, 0] + length + Array(text.utf8)
  }
}

extension ElementType {
  /// NumPy's name of the type, such as "<f4"; nil for those that it lacks.
  var numpyDescription: String? {
    switch self {
    case .float64, .float32, .float16: "<f\(byteCount)"
    case .int64, .int32, .int16: "<i\(byteCount)"
    case .uint64, .uint32, .uint16: "<u\(byteCount)"
    case .int8: "|i1"
    case .uint8: "|u1"
    case .bool: "|b1"
    case .bfloat16, .float8E4M3, .float8E5M2: nil
    }
  }

  /// The type of NumPy's name, and whether its numbers are big-endian.
  static func numpy(
    _ text: String, at offset: Int, path: String?
  ) throws(InputError) -> (ElementType, isSwapped: Bool) {
    let order = text.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    let name = order == nil ? text[...] : text.dropFirst()
    let known = allCases.first { $0.numpyDescription?.dropFirst() == name }
    if let known { return (known, order == ">") }
    let (what, remedy) =
      switch name.first {
      case "O": ("an array of Python objects, which is a pickle and is not read", "store it as numbers")
      case "S", "a", "U": ("an array of text", "store it as numbers")
      case "V": ("an array of bytes without a type, as NumPy writes bfloat16", "store it as float32")
      case "c": ("an array of complex numbers", "store the real and the imaginary parts as two arrays")
      case "M", "m": ("an array of dates", "store it as numbers")
      default: ("an array of an unknown type", "store it as float32")
      }
    throw InputError(
      .malformed, what, path: path, offset: offset,
      expected: "one of f2, f4, f8, i1 to i8, u1 to u8 and b1", found: "'\(text.prefix(40))'", remedy: remedy)
  }
}
