import InklingCZlib
import InklingFiles

/// What was done to each chunk before it was stored (message 11, versions 1 and 2), in that order.
struct HDF5Filters {
  enum Filter: Equatable {
    case deflate
    /// The first bytes of all elements of so many bytes, then the second ones, ...
    case shuffle(Int)
    /// Fletcher's checksum behind the bytes.
    case fletcher32
  }

  private(set) var filters: [Filter] = []
  /// The name of the first that is not read.
  private(set) var unread: String?

  static let none = HDF5Filters()

  private init() {}

  init(_ message: HDF5Cursor) throws(InputError) {
    var cursor = message
    let version = try cursor.byte(1...2, "version")
    let count = try cursor.byte(0...32, "filters")
    if version == 1 { try cursor.skip(6) }
    for _ in 0..<count { try add(&cursor, version) }
  }

  private mutating func add(_ cursor: inout HDF5Cursor, _ version: Int) throws(InputError) {
    let number = try cursor.short()
    // Version 2 has no names for the library's own filters.
    let nameBytes = try version == 1 || number >= 256 ? cursor.short() : 0
    try cursor.skip(2)
    let count = try cursor.short()
    try cursor.skip(version == 1 ? (nameBytes + 7) / 8 * 8 : nameBytes)
    var values: [Int] = []
    for _ in 0..<count { values.append(try cursor.word()) }
    if version == 1, count % 2 == 1 { try cursor.skip(4) }
    switch number {
    case 1: filters.append(.deflate)
    case 2 where (values.first ?? 0) > 0: filters.append(.shuffle(values[0]))
    case 3: filters.append(.fletcher32)
    default: unread = unread ?? Self.names[number] ?? "filter \(number)"
    }
    // Twice the same would unpack more than one deflate can.
    if filters.filter({ $0 == .deflate }).count > 1 { unread = unread ?? "deflate, twice" }
  }

  private static let names = [
    2: "shuffle without a size", 4: "szip", 5: "nbit", 6: "scaleoffset", 32000: "lzf", 32001: "blosc", 32004: "lz4",
    32008: "bitshuffle", 32015: "zstd", 32026: "blosc2",
  ]

  var isPacked: Bool { filters.contains(.deflate) }

  /// How many bytes a chunk of `count` has at most when it is stored, without deflate.
  func storedBytes(_ count: Int) -> Int { count + 4 * filters.count { $0 == .fletcher32 } }

  /// A chunk as it was before it was filtered; nil for a damaged one.
  ///
  /// - Parameter mask: a bit for each filter that was left out.
  func decoded(_ stored: ArraySlice<UInt8>, count: Int, mask: Int) -> [UInt8]? {
    let used = filters.enumerated().filter { mask >> $0.offset & 1 == 0 }.map(\.element)
    var bytes = stored
    for (index, filter) in used.enumerated().reversed() {
      switch filter {
      case .deflate:
        let size = count + 4 * used.prefix(index).count { $0 == .fletcher32 }
        guard let unpacked = Self.inflated(bytes, count: size) else { return nil }
        bytes = unpacked[...]
      case .shuffle(let size): bytes = Self.unshuffled(bytes, size)[...]
      case .fletcher32:
        guard bytes.count >= 4 else { return nil }
        let sum = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bytes = bytes.dropLast(4)
        guard HDF5Checksum.fletcher32(bytes) == sum else { return nil }
      }
    }
    return bytes.count == count ? Array(bytes) : nil
  }

  /// The bytes of zlib data (RFC 1950); nil for damaged data, and for any other count.
  private static func inflated(_ packed: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
    var isRight = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
      packed.withUnsafeBufferPointer { input in
        var (given, taken) = (UInt(count), UInt(input.count))
        let status = uncompress2(output.baseAddress, &given, input.baseAddress, &taken)
        isRight = status == Z_OK && given == count && taken == input.count
      }
      filled = isRight ? count : 0
    }
    return isRight ? bytes : nil
  }

  private static func unshuffled(_ bytes: ArraySlice<UInt8>, _ size: Int) -> [UInt8] {
    let count = bytes.count / size
    guard size > 1, count > 1 else { return Array(bytes) }
    var result = Array(bytes)
    for place in 0..<size {
      let start = bytes.startIndex + place * count
      for index in 0..<count { result[index * size + place] = bytes[start + index] }
    }
    return result
  }
}
