import InklingFiles
import InklingFormats

/// Reads the numbers of one data set.
struct HDF5DatasetReader {
  private let reader: HDF5Reader
  private let record: HDF5Record
  private let path: String

  init(_ reader: HDF5Reader, _ record: HDF5Record, path: String) {
    (self.reader, self.record, self.path) = (reader, record, path)
  }

  func array() throws(InputError) -> NamedArray {
    guard let elementType = record.type.elementType else {
      throw fault("is not of numbers that are read", found: found)
    }
    if record.isExternal { throw fault("is stored in another file") }
    guard let message = record.layout else { throw fault("has no layout") }
    let layout = try HDF5Layout(HDF5Cursor(reader, "a layout", message))
    let filters =
      try record.filters.map { (range) throws(InputError) in
        try HDF5Filters(HDF5Cursor(reader, "a list of filters", range))
      } ?? HDF5Filters.none
    let size = try size(elementType, isPacked: filters.isPacked)
    let bytes = record.type.plain(try self.bytes(layout, filters, size, elementType.byteCount))
    guard elementType != .bool || bytes.allSatisfy({ $0 < 2 }) else {
      throw fault("is of truth values, and holds others", expected: "0 or 1")
    }
    return try NamedArray(name: path, elementType: elementType, shape: record.shape, bytes: bytes)
  }

  private var found: String? {
    switch record.type.kind {
    case .other(let name): name
    case .text, .variableText: "text"
    case .number: nil
    }
  }

  /// The bytes of the data set, which the file can hold.
  private func size(_ elementType: ElementType, isPacked: Bool) throws(InputError) -> Int {
    let most = min(reader.bytes.count * (isPacked ? HDF5Limits.deflateRatio : 1), HDF5Limits.datasetBytes)
    guard let count = NamedArray.elementCount(of: record.shape), count <= most / elementType.byteCount else {
      throw fault("is larger than its file", found: "the shape \(record.shape.prefix(8))")
    }
    return count * elementType.byteCount
  }

  private func bytes(
    _ layout: HDF5Layout, _ filters: HDF5Filters, _ size: Int, _ elementBytes: Int
  ) throws(InputError) -> [UInt8] {
    switch layout {
    case .virtual: throw fault("is made of parts of other data sets")
    case .unread(let name): throw fault("is stored in a way that is not read", found: name)
    case .compact(let contents): return try bytes(contents.range, size)
    case .contiguous(let address, let count):
      guard let address else { return try bytes(0..<0, size) }
      guard address <= reader.bytes.count, count <= reader.bytes.count - address else {
        throw fault("is outside its file", found: "\(count) bytes at byte \(address)")
      }
      return try bytes(address..<address + count, size)
    case .chunked(let index):
      if let name = filters.unread {
        throw fault(
          "is compressed or filtered in a way that is not read", expected: "deflate, shuffle or fletcher32",
          found: name)
      }
      guard size > 0 else { return [] }
      return try chunked(index, filters, size, elementBytes)
    }
  }

  private func bytes(_ range: Range<Int>, _ size: Int) throws(InputError) -> [UInt8] {
    // A data set that was never written has no bytes; reading it would make up its numbers.
    guard range.count >= size else {
      throw fault("has fewer bytes than its shape says", expected: "\(size)", found: "\(range.count)")
    }
    try Memory.require(size, for: "the data set", path: reader.path, remedy: "free some memory")
    return Array(reader.bytes[range.prefix(size)])
  }

  private func chunked(
    _ index: HDF5ChunkIndex, _ filters: HDF5Filters, _ size: Int, _ elementBytes: Int
  ) throws(InputError) -> [UInt8] {
    let chunks = try HDF5Chunks(
      reader, index, filters, shape: record.shape, elementBytes: elementBytes
    ) { fault($0, expected: $1, found: $2) }
    try Memory.require(size, for: "the data set", path: reader.path, remedy: "free some memory")
    var bytes = [UInt8](repeating: 0, count: size)
    for (number, chunk) in chunks.chunks.enumerated() {
      guard let piece = chunks.decoded(chunk) else {
        throw fault("has a damaged chunk", found: "chunk \(number)")
      }
      copy(piece, number, chunks.grid, index.sides, elementBytes, to: &bytes)
    }
    return bytes
  }

  /// Puts the part of a chunk that is within the data set to its place, row by row.
  private func copy(
    _ piece: [UInt8], _ number: Int, _ grid: [Int], _ sides: [Int], _ elementBytes: Int, to bytes: inout [UInt8]
  ) {
    let shape = record.shape
    let last = shape.count - 1
    var start = [Int](repeating: 0, count: shape.count)
    var rest = number
    for axis in (0...last).reversed() {
      start[axis] = rest % grid[axis] * sides[axis]
      rest /= grid[axis]
    }
    let extent = (0...last).map { min(sides[$0], shape[$0] - start[$0]) }
    var place = [Int](repeating: 0, count: shape.count)
    while true {
      var (from, to) = (0, 0)
      for axis in 0...last {
        from = from * sides[axis] + place[axis]
        to = to * shape[axis] + start[axis] + place[axis]
      }
      let count = extent[last] * elementBytes
      bytes.replaceSubrange(
        to * elementBytes..<to * elementBytes + count, with: piece[from * elementBytes..<from * elementBytes + count])
      // The next row: the last but one axis counts fastest.
      var axis = last - 1
      while axis >= 0 {
        place[axis] += 1
        if place[axis] < extent[axis] { break }
        place[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  private func fault(_ what: String, expected: String? = nil, found: String? = nil) -> InputError {
    reader.fault("the data set '\(path.prefix(200))' \(what)", expected: expected, found: found)
  }
}
