import InklingFiles
import InklingFormats

/// The dimensions of a data set or an attribute (message 1, versions 1 and 2).
struct HDF5Dataspace {
  /// [] for a scalar, [0] for a space of nothing; nil for dimensions whose product no `Int` holds.
  let shape: [Int]?

  init(_ contents: HDF5Cursor) throws(InputError) {
    var cursor = contents
    let version = try cursor.byte(1...2, "version")
    let rank = try cursor.byte(0...HDF5Limits.rank, "dimensions")
    let flags = try cursor.byte()
    // Version 2 says what kind it is: a scalar, dimensions, or nothing.
    let kind = try version == 2 ? cursor.byte(0...2, "kind") : 1
    if version == 1 { try cursor.skip(5) }
    guard kind == 1 || rank == 0 else { throw cursor.damage(expected: "no dimensions", found: "\(rank)") }
    var dimensions: [Int?] = []
    for _ in 0..<rank { dimensions.append(Int(exactly: try cursor.number(8))) }
    if flags & 1 != 0 { try cursor.skip(8 * rank) }
    let known = dimensions.compactMap { $0 }
    shape = kind == 2 ? [0] : known.count == rank && NamedArray.elementCount(of: known) != nil ? known : nil
  }
}
