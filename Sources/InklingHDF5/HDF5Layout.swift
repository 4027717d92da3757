import InklingFiles

/// How the numbers of a data set are stored (message 8, versions 3 to 5).
enum HDF5Layout {
  /// In the message itself.
  case compact(HDF5Cursor)
  /// In one piece.
  case contiguous(address: Int?, count: Int)
  /// In pieces of equal shape.
  case chunked(HDF5ChunkIndex)
  /// Of parts of other data sets.
  case virtual
  /// In another way, which its name says.
  case unread(String)

  init(_ message: HDF5Cursor) throws(InputError) {
    var cursor = message
    let version = try cursor.byte()
    guard 3...5 ~= version else {
      self = .unread("a layout of version \(version)")
      return
    }
    switch try cursor.byte(0...3, "layout class") {
    case 0: self = .compact(try cursor.part(cursor.short()))
    case 1: self = .contiguous(address: try cursor.address(), count: try cursor.length())
    case 2 where version == 3: self = .chunked(try HDF5ChunkIndex(old: &cursor))
    case 2: self = try HDF5ChunkIndex.layout(new: &cursor)
    default: self = .virtual
    }
  }
}

/// Where the chunks of a data set are found.
struct HDF5ChunkIndex {
  enum Kind {
    /// A version 1 B-tree.
    case tree
    /// There is one chunk, of so many bytes if it is filtered.
    case single(filtered: (bytes: Int, mask: Int)?)
    /// All chunks lie behind each other.
    case implicit
    /// A list of addresses.
    case fixedArray
  }

  let kind: Kind
  let address: Int?
  /// The sides of a chunk, and the bytes of one element.
  let sides: [Int]
  let elementBytes: Int

  fileprivate init(old cursor: inout HDF5Cursor) throws(InputError) {
    let count = try cursor.byte(2...HDF5Limits.rank + 1, "dimensions")
    kind = .tree
    address = try cursor.address()
    sides = try Self.sides(&cursor, count - 1, bytes: 4)
    elementBytes = try cursor.word()
  }

  private init(_ kind: Kind, _ address: Int?, _ sides: [Int], _ elementBytes: Int) {
    (self.kind, self.address, self.sides, self.elementBytes) = (kind, address, sides, elementBytes)
  }

  fileprivate static func layout(new cursor: inout HDF5Cursor) throws(InputError) -> HDF5Layout {
    let flags = try cursor.byte()
    let count = try cursor.byte(2...HDF5Limits.rank + 1, "dimensions")
    let bytes = try cursor.byte(1...8, "bytes of a side")
    let sides = try sides(&cursor, count - 1, bytes: bytes)
    let elementBytes = try cursor.length(bytes)
    if flags & 1 != 0 { return .unread("chunks at the edge without filters") }
    let kind: Kind
    switch try cursor.byte(1...5, "index") {
    case 1: kind = .single(filtered: try flags & 2 != 0 ? (cursor.length(), cursor.word()) : nil)
    case 2: kind = .implicit
    case 3:
      // How many addresses a page has, which the array itself says too.
      try cursor.skip(1)
      kind = .fixedArray
    case 4: return .unread("chunks in an extensible array")
    default: return .unread("chunks in a B-tree of version 2")
    }
    return .chunked(HDF5ChunkIndex(kind, try cursor.address(), sides, elementBytes))
  }

  private static func sides(_ cursor: inout HDF5Cursor, _ count: Int, bytes: Int) throws(InputError) -> [Int] {
    var sides: [Int] = []
    for _ in 0..<count { sides.append(try cursor.length(bytes)) }
    guard !sides.contains(0) else { throw cursor.damage(expected: "chunks of at least one element", found: "none") }
    return sides
  }
}
