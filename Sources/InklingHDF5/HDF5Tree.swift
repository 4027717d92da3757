import InklingFiles

/// A version 1 B-tree (section III.A.1), which orders the members of a group or the chunks of a data set.
enum HDF5Tree {
  enum Kind: Int {
    case members = 0
    case chunks = 1
  }

  /// The key in front of a child, and where the child lies.
  struct Entry {
    let key: HDF5Cursor
    let child: Int?
  }

  /// What the lowest level refers to, in order.
  ///
  /// - Parameter keyBytes: the size of a key.
  static func entries(
    _ reader: HDF5Reader, root: Int?, kind: Kind, keyBytes: Int
  ) throws(InputError) -> [Entry] {
    var entries: [Entry] = []
    var seen: Set<Int> = []
    // What is still to be read, the next one last, with the level that it must have.
    var waiting: [(address: Int?, level: Int?)] = [(root, nil)]
    while let (address, wanted) = waiting.popLast() {
      if let address, !seen.insert(address).inserted {
        throw reader.fault("\(part) of the HDF5 file leads to one place twice", at: address)
      }
      let (level, node) = try self.node(reader, address, kind, keyBytes)
      if let wanted, wanted != level {
        throw reader.fault(
          "\(part) of the HDF5 file is damaged", at: address, expected: "level \(wanted)", found: "\(level)")
      }
      if level == 0 {
        entries += node
      } else {
        waiting += node.reversed().map { ($0.child, level - 1) }
      }
    }
    return entries
  }

  private static let part = "a tree"

  private static func node(
    _ reader: HDF5Reader, _ address: Int?, _ kind: Kind, _ keyBytes: Int
  ) throws(InputError) -> (level: Int, entries: [Entry]) {
    var head = try reader.cursor(at: address, count: 24, part)
    try head.signature("TREE")
    _ = try head.byte(kind.rawValue...kind.rawValue, "node type")
    let level = try head.byte(0...HDF5Limits.treeLevels, "level")
    let count = try head.short()
    var cursor = try reader.cursor(at: head.end, count: count * (keyBytes + 8) + keyBytes, part)
    var entries: [Entry] = []
    for _ in 0..<count { entries.append(Entry(key: try cursor.part(keyBytes), child: try cursor.address())) }
    return (level, entries)
  }
}
