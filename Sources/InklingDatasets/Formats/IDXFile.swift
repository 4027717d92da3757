import InklingFiles

/// An array of one to four dimensions in the IDX format of the MNIST files, plain or gzip.
///
/// Offsets in errors count unpacked bytes, except where the compressed data itself is at fault.
struct IDXFile: Sendable, Equatable {
  /// The largest data that is read into memory, in bytes.
  static let sizeLimit = 1 << 32

  /// The dimensions: the count of items first, then (for images) height and width.
  private(set) var dimensions: [Int]
  /// The elements in row-major order, each as its big-endian bytes.
  private(set) var bytes: [UInt8]

  /// Reads a file whose header must have this type and this count of dimensions.
  ///
  /// The header is checked against the file's size before anything is allocated: a plain file must have exactly the
  /// size that follows from it, and a compressed one must be able to hold it.
  ///
  /// - Throws: `InputError`: `.missing` for no file, `.malformed` for anything in it that is wrong.
  /// - Precondition: `1 ... 4` dimensions.
  init(
    contentsOf path: String, dimensionCount: Int, element: IDXElement = .unsignedByte
  ) throws(InputError) {
    var stream = try GzipStream(contentsOf: path)
    let (header, size) = try Self.header(of: &stream, element, dimensionCount)
    try Memory.require(
      size, for: "the data", path: path,
      remedy: "get the file again, or free some memory or raise its limit (ulimit -v)")
    bytes = try Self.bytes(size, of: &stream)
    guard bytes.count == size else {
      throw Self.truncated(path, header: header.size, expected: size, found: bytes.count)
    }
    guard try stream.isAtEnd() else {
      throw Self.trailing(path, header: header.size, expected: size, found: "more")
    }
    dimensions = header.dimensions
  }

  /// Reads only the item at `index` of the first dimension, which is 1 in the result, and nothing behind it.
  ///
  /// - Throws: as above, and `InputError` (`.usage`) when there is no such item.
  init(
    item index: Int, of path: String, dimensionCount: Int, element: IDXElement = .unsignedByte
  ) throws(InputError) {
    var stream = try GzipStream(contentsOf: path)
    let (header, size) = try Self.header(of: &stream, element, dimensionCount)
    let count = header.dimensions[0]
    guard index >= 0, index < count else {
      throw InputError(
        .usage, "no such image", path: path, expected: IndexRange.text(count), found: "\(index)")
    }
    let itemSize = size / count
    var skipped = 0
    while skipped < index * itemSize {
      let piece = try Self.bytes(min(1 << 16, index * itemSize - skipped), of: &stream)
      if piece.isEmpty { break }
      skipped += piece.count
    }
    bytes = try Self.bytes(itemSize, of: &stream)
    guard bytes.count == itemSize else {
      throw Self.truncated(path, header: header.size, expected: size, found: skipped + bytes.count)
    }
    dimensions = [1] + header.dimensions.dropFirst()
  }

  /// The dimensions that the header of a file gives, which is all that is read of it.
  ///
  /// - Throws: as above.
  static func dimensions(
    of path: String, dimensionCount: Int, element: IDXElement = .unsignedByte
  ) throws(InputError) -> [Int] {
    var stream = try GzipStream(contentsOf: path)
    return try header(of: &stream, element, dimensionCount).0.dimensions
  }

  /// The size of the file's header in bytes.
  var headerSize: Int { 4 + 4 * dimensions.count }

  /// The 32-bit big-endian integer whose bytes begin at `offset`.
  func integer(at offset: Int) -> Int {
    Int(bytes[offset..<offset + 4].reduce(Int32(0)) { $0 << 8 | Int32($1) })
  }

  /// Mirrors every image in its diagonal, in place: H x W becomes W x H.
  ///
  /// - Precondition: three dimensions of bytes.
  mutating func transposeImages() {
    precondition(dimensions.count == 3, "\(dimensions.count) dimensions where images have 3")
    let (height, width) = (dimensions[1], dimensions[2])
    let size = height * width
    bytes.withUnsafeMutableBufferPointer { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { image in
        for start in stride(from: 0, to: bytes.count, by: max(size, 1)) {
          for row in 0..<height {
            for column in 0..<width { image[column * height + row] = bytes[start + row * width + column] }
          }
          for index in 0..<size { bytes[start + index] = image[index] }
        }
      }
    }
    dimensions = [dimensions[0], width, height]
  }

  /// The header and the size of the data that follows from it, checked against the file's size.
  private static func header(
    of stream: inout GzipStream, _ element: IDXElement, _ dimensionCount: Int
  ) throws(InputError) -> (IDXHeader, dataSize: Int) {
    precondition((1...4).contains(dimensionCount), "an IDX file of \(dimensionCount) dimensions, not 1 to 4")
    let header = try IDXHeader(from: &stream, element: element, dimensionCount: dimensionCount)
    let size = try header.dataSize(limit: sizeLimit, path: stream.path)
    try check(size: size, behind: header.size, fits: stream)
    return (header, size)
  }

  /// The next `count` bytes, fewer only at the end.
  private static func bytes(_ count: Int, of stream: inout GzipStream) throws(InputError) -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { (buffer, filled) throws(InputError) in
      filled = try stream.fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
    }
  }

  private static func check(
    size: Int, behind header: Int, fits stream: borrowing GzipStream
  ) throws(InputError) {
    let room = stream.sizeLimit - header
    if stream.isCompressed, size > room {
      throw InputError(
        .malformed, "the header promises more data than the file can hold", path: stream.path, offset: 4,
        expected: "at most \(room) bytes of data", found: "\(size) bytes of data", remedy: "get the file again")
    }
    if !stream.isCompressed, size > room {
      throw truncated(stream.path, header: header, expected: size, found: room)
    }
    if !stream.isCompressed, size < room {
      throw trailing(stream.path, header: header, expected: size, found: "\(room) bytes of data")
    }
  }

  private static func truncated(_ path: String, header: Int, expected: Int, found: Int) -> InputError {
    InputError(
      .malformed, "the data is truncated", path: path, offset: header + found, expected: "\(expected) bytes of data",
      found: "\(found) bytes of data", remedy: "get the file again")
  }

  private static func trailing(_ path: String, header: Int, expected: Int, found: String) -> InputError {
    InputError(
      .malformed, "trailing bytes after the data", path: path, offset: header + expected,
      expected: "\(expected) bytes of data", found: found, remedy: "get the file again")
  }
}
