import InklingFiles

/// The beginning of a file (section II.A of the specification): versions 0, 2 and 3.
struct HDF5Superblock {
  /// Where the root group's object header lies.
  let root: Int?

  init(_ reader: HDF5Reader) throws(InputError) {
    var cursor = try reader.cursor(at: 0, count: min(96, reader.bytes.count), "the superblock")
    try cursor.skip(8)
    let version = try cursor.byte(0...3, "version")
    guard version != 1 else { throw reader.fault("the HDF5 file has a superblock of version 1, which is not read") }
    root = try version == 0 ? Self.old(&cursor) : Self.new(&cursor, version)
  }

  private static func old(_ cursor: inout HDF5Cursor) throws(InputError) -> Int? {
    // The versions of the free space, of the root entry, and of shared messages.
    _ = try cursor.byte(0...0, "version")
    _ = try cursor.byte(0...0, "version")
    try cursor.skip(1)
    _ = try cursor.byte(0...0, "version")
    try sizes(&cursor)
    // How full tree nodes may be, and flags of the writer's.
    try cursor.skip(9)
    try base(&cursor)
    try cursor.skip(8)
    try end(&cursor)
    guard try cursor.address() == nil else {
      throw cursor.reader.fault("the HDF5 file is one of several that hold its data, which is not read")
    }
    try cursor.skip(8)
    return try cursor.address()
  }

  private static func new(_ cursor: inout HDF5Cursor, _ version: Int) throws(InputError) -> Int? {
    try sizes(&cursor)
    let flags = try cursor.byte()
    guard version < 3 || flags & 5 == 0 else {
      throw cursor.reader.fault("the HDF5 file was not closed by its writer", remedy: "close it, or write it again")
    }
    try base(&cursor)
    // What the superblock extension says is of no use to a reader without shared messages.
    try cursor.skip(8)
    try end(&cursor)
    let root = try cursor.address()
    try cursor.checksum(from: 0)
    return root
  }

  private static func sizes(_ cursor: inout HDF5Cursor) throws(InputError) {
    let (offsets, lengths) = (try cursor.byte(), try cursor.byte())
    guard offsets == 8, lengths == 8 else {
      throw cursor.reader.fault(
        "the HDF5 file has addresses of a size that is not read", expected: "8 bytes",
        found: "\(offsets) and \(lengths)")
    }
  }

  private static func base(_ cursor: inout HDF5Cursor) throws(InputError) {
    guard try cursor.address() == 0 else {
      throw cursor.reader.fault("the HDF5 file does not begin at its beginning, which is not read")
    }
  }

  private static func end(_ cursor: inout HDF5Cursor) throws(InputError) {
    let count = cursor.reader.bytes.count
    guard let end = try cursor.address(), end <= count else {
      throw cursor.reader.fault(
        "the HDF5 file is damaged or cut off", found: "\(count) bytes", remedy: "copy it again")
    }
  }
}
