import InklingFiles

/// The members of a group of the older form: a tree, its leaves ("symbol table nodes", section III.B), and a local heap
/// (III.D) with the names.
enum HDF5SymbolTable {
  /// - Parameter message: the symbol table message (17).
  static func links(_ message: HDF5Cursor, place: String) throws(InputError) -> [HDF5Link] {
    var cursor = message
    let reader = cursor.reader
    let (tree, heap) = (try cursor.address(), try cursor.address())
    let names = try segment(reader, heap)
    var links: [HDF5Link] = []
    for entry in try HDF5Tree.entries(reader, root: tree, kind: .members, keyBytes: 8) {
      try append(reader, entry.child, names, place, to: &links)
    }
    return links
  }

  /// The bytes of a local heap that hold the names.
  private static func segment(_ reader: HDF5Reader, _ address: Int?) throws(InputError) -> Range<Int> {
    var cursor = try reader.cursor(at: address, count: 32, "a local heap")
    try cursor.signature("HEAP")
    _ = try cursor.byte(0...0, "version")
    try cursor.skip(3)
    let count = try cursor.length()
    try cursor.skip(8)
    guard let start = try cursor.address(), start <= reader.bytes.count, count <= reader.bytes.count - start else {
      throw cursor.damage(expected: "names within the file", found: "\(count) bytes")
    }
    return start..<start + count
  }

  private static func append(
    _ reader: HDF5Reader, _ address: Int?, _ names: Range<Int>, _ place: String, to links: inout [HDF5Link]
  ) throws(InputError) {
    var head = try reader.cursor(at: address, count: 8, "a symbol table")
    try head.signature("SNOD")
    _ = try head.byte(1...1, "version")
    try head.skip(1)
    let count = try head.short()
    var cursor = try reader.cursor(at: head.end, count: 40 * count, "a symbol table")
    for _ in 0..<count {
      let offset = try cursor.length()
      let object = try cursor.address()
      let cache = try cursor.word()
      try cursor.skip(20)
      guard offset < names.count else { throw cursor.damage(expected: "a name in its heap", found: "byte \(offset)") }
      let start = names.lowerBound + offset
      let most = min(names.upperBound - start, HDF5Limits.nameBytes + 1)
      let name = reader.bytes[start..<start + most].prefix { $0 != 0 }
      guard name.count < most else { throw cursor.damage(expected: "a name that ends") }
      // 2 marks a symbolic link, 0 and 1 an object without and with a copy of its addresses.
      let kind: HDF5Link.Kind = cache == 2 ? .soft : cache < 2 ? .hard : .unknown
      links.append(try HDF5Link(reader, name: name, kind: kind, address: object, place: place))
    }
  }
}
