import InklingFiles
import InklingFormats

/// The chunks of one data set: a grid of pieces of equal shape that covers it.
struct HDF5Chunks {
  /// One of them, as it is stored.
  struct Chunk {
    let bytes: Range<Int>
    /// The filters that were left out.
    let mask: Int
  }

  /// How many there are along each dimension.
  let grid: [Int]
  /// In the grid's order, the last dimension fastest.
  let chunks: [Chunk]
  /// The bytes of one when it is unpacked.
  let chunkBytes: Int
  private let reader: HDF5Reader
  private let index: HDF5ChunkIndex
  private let filters: HDF5Filters

  /// - Parameter fault: makes an error of what is wrong with the data set.
  init(
    _ reader: HDF5Reader, _ index: HDF5ChunkIndex, _ filters: HDF5Filters, shape: [Int], elementBytes: Int,
    _ fault: (String, String?, String?) -> InputError
  ) throws(InputError) {
    guard index.sides.count == shape.count, index.elementBytes == elementBytes else {
      throw fault(
        "has chunks of another shape or type", "\(shape.count) dimensions, and elements of \(elementBytes) bytes",
        "\(index.sides.count), and \(index.elementBytes) bytes")
    }
    guard let count = NamedArray.elementCount(of: index.sides), count <= HDF5Limits.chunkBytes / elementBytes else {
      throw fault(
        "has chunks that are too large", "at most \(HDF5Limits.chunkBytes) bytes", "\(index.sides.prefix(8))")
    }
    (self.reader, self.index, self.filters, chunkBytes) = (reader, index, filters, count * elementBytes)
    grid = zip(shape, index.sides).map { ($0 - 1) / $1 + 1 }
    // Each has an entry of at least eight bytes, or at least a byte of its own.
    guard let places = NamedArray.elementCount(of: grid), places <= reader.bytes.count, let address = index.address
    else { throw fault("has fewer bytes than its shape says", nil, "not all of its chunks") }
    let (chunkBytes, grid) = (chunkBytes, grid)
    let found: [Chunk?] =
      switch index.kind {
      case .tree: try Self.tree(reader, address, index, grid, places)
      case .single(let filtered):
        [try Self.chunk(reader, address, filtered?.bytes ?? chunkBytes, filtered?.mask ?? 0)]
      case .implicit: try Self.implicit(reader, address, chunkBytes, places)
      case .fixedArray:
        try HDF5FixedArray.chunks(reader, address, count: places, chunkBytes: chunkBytes, !filters.filters.isEmpty)
      }
    chunks = found.compactMap { $0 }
    guard chunks.count == places else {
      throw fault("has fewer bytes than its shape says", "\(places) chunks", "\(chunks.count)")
    }
    var stored = 0
    for chunk in chunks { stored += chunk.bytes.count }
    guard stored <= reader.bytes.count else { throw fault("has chunks that share bytes", nil, nil) }
    let most = filters.isPacked ? stored * HDF5Limits.deflateRatio : stored
    // None of the products overflows: a chunk has 2^26 bytes at most, and a file 2^30.
    guard chunkBytes * places <= most else {
      throw fault("has fewer bytes than its shape says", nil, "\(stored) bytes")
    }
  }

  /// The numbers of one chunk; nil for a damaged one.
  func decoded(_ chunk: Chunk) -> [UInt8]? {
    filters.decoded(reader.bytes[chunk.bytes], count: chunkBytes, mask: chunk.mask)
  }

  static func chunk(_ reader: HDF5Reader, _ address: Int, _ count: Int, _ mask: Int) throws(InputError) -> Chunk {
    guard address <= reader.bytes.count, count <= reader.bytes.count - address else {
      throw reader.fault(
        "a chunk of the HDF5 file is outside the file", expected: "at most \(reader.bytes.count) bytes",
        found: "\(count) bytes at byte \(address)")
    }
    return Chunk(bytes: address..<address + count, mask: mask)
  }

  private static func implicit(
    _ reader: HDF5Reader, _ address: Int, _ chunkBytes: Int, _ count: Int
  ) throws(InputError) -> [Chunk?] {
    let (size, overflows) = chunkBytes.multipliedReportingOverflow(by: count)
    _ = try chunk(reader, address, overflows ? .max : size, 0)
    return (0..<count).map { Chunk(bytes: address + $0 * chunkBytes..<address + ($0 + 1) * chunkBytes, mask: 0) }
  }

  private static func tree(
    _ reader: HDF5Reader, _ address: Int, _ index: HDF5ChunkIndex, _ grid: [Int], _ count: Int
  ) throws(InputError) -> [Chunk?] {
    var chunks = [Chunk?](repeating: nil, count: count)
    for entry in try HDF5Tree.entries(reader, root: address, kind: .chunks, keyBytes: 8 * grid.count + 16) {
      var key = entry.key
      let (size, mask) = (try key.word(), try key.word())
      var place = 0
      for (side, extent) in zip(index.sides, grid) {
        let offset = try key.length()
        guard offset % side == 0, offset / side < extent else {
          throw key.damage(expected: "a chunk of the data set", found: "one at \(offset)")
        }
        place = place * extent + offset / side
      }
      guard try key.length() == 0, chunks[place] == nil, let child = entry.child else {
        throw key.damage(expected: "each chunk once")
      }
      chunks[place] = try chunk(reader, child, size, mask)
    }
    return chunks
  }
}
