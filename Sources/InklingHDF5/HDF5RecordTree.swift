import InklingFiles

/// A version 2 B-tree (section III.A.2), whose records lead to the members or the attributes in a fractal heap.
struct HDF5RecordTree {
  private static let part = "a tree of records"
  private let reader: HDF5Reader
  private let type: Int
  private let recordBytes: Int
  /// The bytes of a child's count of records, and of all records below a child, by the child's level.
  private let countBytes: Int
  private var totalBytes = [0]

  /// All records of a tree.
  static func records(_ reader: HDF5Reader, at address: Int?, type: Int) throws(InputError) -> [HDF5Cursor] {
    var head = try reader.cursor(at: address, count: 38, part)
    let start = head.position
    try head.signature("BTHD")
    _ = try head.byte(0...0, "version")
    _ = try head.byte(type...type, "type")
    let nodeBytes = try head.word()
    let recordBytes = try head.short()
    let depth = try head.short()
    try head.skip(2)
    let root = (address: try head.address(), count: try head.short())
    let total = try head.length()
    try head.checksum(from: start)
    guard depth <= HDF5Limits.treeLevels, recordBytes > 0, nodeBytes > 10 + recordBytes, total <= reader.bytes.count
    else { throw head.damage(expected: "at most \(HDF5Limits.treeLevels) levels of records") }
    guard let rootAddress = root.address else { return [] }
    let tree = HDF5RecordTree(reader, type, recordBytes, nodeBytes: nodeBytes, depth: depth)
    let records = try tree.records(root: rootAddress, root.count, depth)
    guard records.count == total else { throw head.damage(expected: "\(total) records", found: "\(records.count)") }
    return records
  }

  private init(_ reader: HDF5Reader, _ type: Int, _ recordBytes: Int, nodeBytes: Int, depth: Int) {
    (self.reader, self.type, self.recordBytes) = (reader, type, recordBytes)
    // A node has ten bytes of its own; what is left decides how many records fit, and so how long their counts are.
    var most = (nodeBytes - 10) / recordBytes
    countBytes = Self.bytes(for: most)
    for _ in 0..<depth {
      let pointer = 8 + countBytes + totalBytes[totalBytes.count - 1]
      let records = max(nodeBytes - 10 - pointer, 0) / (recordBytes + pointer)
      let (product, overflows) = (records + 1).multipliedReportingOverflow(by: most)
      most = overflows || product > 1 << 61 ? 1 << 62 : product + records
      totalBytes.append(Self.bytes(for: most))
    }
  }

  /// The bytes that the largest of some counts needs.
  private static func bytes(for count: Int) -> Int { (max(Int.bitWidth - count.leadingZeroBitCount, 1) + 7) / 8 }

  private func records(root: Int, _ count: Int, _ depth: Int) throws(InputError) -> [HDF5Cursor] {
    var records: [HDF5Cursor] = []
    var seen: Set<Int> = []
    var waiting = [(address: root, count: count, level: depth)]
    while let node = waiting.popLast() {
      guard seen.insert(node.address).inserted else {
        throw reader.fault("\(Self.part) of the HDF5 file leads to one place twice", at: node.address)
      }
      let pointer = node.level > 0 ? 8 + countBytes + totalBytes[node.level - 1] : 0
      var cursor = try reader.cursor(
        at: node.address, count: 10 + node.count * recordBytes + (node.level > 0 ? (node.count + 1) * pointer : 0),
        Self.part)
      try cursor.signature(node.level > 0 ? "BTIN" : "BTLF")
      _ = try cursor.byte(0...0, "version")
      _ = try cursor.byte(type...type, "type")
      for _ in 0..<node.count { records.append(try cursor.part(recordBytes)) }
      for _ in 0..<(node.level > 0 ? node.count + 1 : 0) {
        guard let child = try cursor.address() else { throw cursor.damage(expected: "a node's address") }
        waiting.append((child, try cursor.length(countBytes), node.level - 1))
        try cursor.skip(totalBytes[node.level - 1])
        guard waiting[waiting.count - 1].count <= reader.bytes.count else {
          throw cursor.damage(found: "too many records")
        }
      }
      try cursor.checksum(from: node.address)
    }
    return records
  }
}
