import InklingFiles

/// What an IDX file says about itself: `00 00`, the type of its elements, the count of dimensions, and each dimension
/// as a 32-bit big-endian number.
struct IDXHeader: Equatable {
  let element: IDXElement
  let dimensions: [Int]

  /// The size of the header itself in bytes.
  var size: Int { 4 + 4 * dimensions.count }

  /// Reads a header that must have this type and this count of dimensions.
  ///
  /// - Throws: `InputError` (`.malformed`) for a truncated header, a wrong magic number, a wrong type and a wrong
  ///   count of dimensions, each in its own words.
  init(
    from stream: inout GzipStream, element: IDXElement, dimensionCount: Int
  ) throws(InputError) {
    let size = 4 + 4 * dimensionCount
    let path = stream.path
    let bytes = try [UInt8](unsafeUninitializedCapacity: size) { (buffer, count) throws(InputError) in
      count = try stream.fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
    }
    if bytes.count >= 4 {
      try Self.check(magic: bytes, element, dimensionCount, path)
    }
    guard bytes.count == size else {
      throw InputError(
        .malformed, "the header is truncated", path: path, offset: bytes.count, expected: "\(size) bytes",
        found: "\(bytes.count) bytes", remedy: "get the file again")
    }
    self.element = element
    dimensions = (1...dimensionCount).map { number in
      bytes[4 * number..<4 * number + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// The size of the data in bytes: the product of the dimensions and the element's size.
  ///
  /// - Throws: `InputError` (`.malformed`) when the product overflows or exceeds `limit`.
  func dataSize(limit: Int, path: String) throws(InputError) -> Int {
    var product = element.size
    for dimension in dimensions {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      // With a dimension of 0 the data is empty however large the others are.
      product = overflow ? Int.max : next
      if product == 0 { return 0 }
    }
    guard product <= limit else {
      throw InputError(
        .malformed, "the dimensions are too large", path: path, offset: 4, expected: "at most \(limit) bytes of data",
        found: dimensions.map(String.init).joined(separator: " x "), remedy: "get the file again")
    }
    return product
  }

  private static func check(
    magic: [UInt8], _ element: IDXElement, _ dimensionCount: Int, _ path: String
  ) throws(InputError) {
    guard magic[0] == 0, magic[1] == 0, let found = IDXElement(rawValue: magic[2]) else {
      throw InputError(
        .malformed, "wrong magic number", path: path, offset: 0,
        expected: hex([0, 0, element.rawValue, UInt8(dimensionCount)]), found: hex(magic[..<4]),
        remedy: "give an IDX file")
    }
    guard found == element else {
      throw InputError(
        .malformed, "wrong element type", path: path, offset: 2, expected: element.title, found: found.title)
    }
    guard magic[3] == dimensionCount else {
      throw InputError(
        .malformed, "wrong number of dimensions", path: path, offset: 3, expected: "\(dimensionCount)",
        found: "\(magic[3])", remedy: "check that images and labels are not mixed up")
    }
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
  }
}
