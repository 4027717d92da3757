import InklingFiles

/// A member of a group that a hard link leads to.
struct HDF5Link {
  /// Its name in the group.
  let name: String
  /// Where its object header lies.
  let address: Int?

  enum Kind {
    case hard, soft, external, unknown
  }

  /// - Parameter place: the path of the group; empty for the root.
  /// - Throws: `InputError` of kind `.malformed` for a link of another kind, and one without a proper name.
  init(
    _ reader: HDF5Reader, name bytes: ArraySlice<UInt8>, kind: Kind, address: Int?, place: String
  ) throws(InputError) {
    let name = String(validating: bytes, as: UTF8.self)
    let shown = name ?? String(decoding: bytes.prefix(100), as: UTF8.self)
    let sentence: String? =
      switch kind {
      case .hard: nil
      case .external: "the HDF5 file has a link into another file, which is not followed"
      case .soft: "the HDF5 file has a soft link, which is not followed"
      case .unknown: "the HDF5 file has a link of an unknown kind"
      }
    let found = "'\((place.isEmpty ? shown : "\(place)/\(shown)").prefix(200))'"
    if let sentence { throw reader.fault(sentence, found: found) }
    guard let name, !name.isEmpty, bytes.count <= HDF5Limits.nameBytes, name != ".", !bytes.contains(0x2F),
      !bytes.contains(0)
    else { throw reader.fault("the HDF5 file has a member without a proper name", found: found) }
    try reader.take(bytes.count)
    (self.name, self.address) = (name, address)
  }
}

extension HDF5Link {
  /// A link message (6) of the newer groups.
  init(_ message: HDF5Cursor, place: String) throws(InputError) {
    var cursor = message
    _ = try cursor.byte(1...1, "version")
    let flags = try cursor.byte()
    let number = try flags & 8 != 0 ? cursor.byte() : 0
    if flags & 4 != 0 { try cursor.skip(8) }
    if flags & 16 != 0 { _ = try cursor.byte(0...1, "character set") }
    let count = try cursor.length(1 << (flags & 3))
    let name = try cursor.part(count)
    let kind: Kind = [0: .hard, 1: .soft, 64: .external][number] ?? .unknown
    try self.init(
      cursor.reader, name: name.bytes, kind: kind, address: kind == .hard ? cursor.address() : nil, place: place)
  }

  /// The members of a group, in the order of their names.
  static func members(
    _ reader: HDF5Reader, _ header: HDF5ObjectHeader, place: String
  ) throws(InputError) -> [HDF5Link] {
    var links: [HDF5Link] = []
    if let table = try header.only(.symbolTable) { links += try HDF5SymbolTable.links(table.contents, place: place) }
    for message in header.messages where message.kind == .link {
      guard !message.isShared else { throw HDF5Walk.sharedMessage(reader) }
      links.append(try HDF5Link(message.contents, place: place))
    }
    if let info = try header.only(.linkInfo) { links += try dense(info.contents, place: place) }
    guard Set(links.map(\.name)).count == links.count else {
      throw reader.fault(
        "a group of the HDF5 file has two members of one name",
        found: place.isEmpty ? "the root group" : "'\(place.prefix(200))'")
    }
    return links.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The members in the fractal heap that a link info message (2) leads to.
  private static func dense(_ message: HDF5Cursor, place: String) throws(InputError) -> [HDF5Link] {
    var cursor = message
    _ = try cursor.byte(0...0, "version")
    if try cursor.byte() & 1 != 0 { try cursor.skip(8) }
    guard let address = try cursor.address() else { return [] }
    let heap = try HDF5FractalHeap(cursor.reader, at: address)
    var links: [HDF5Link] = []
    for record in try HDF5RecordTree.records(cursor.reader, at: cursor.address(), type: 5) {
      var identifier = record
      // A checksum of the name stands in front.
      try identifier.skip(4)
      links.append(try HDF5Link(heap.object(identifier), place: place))
    }
    return links
  }
}
