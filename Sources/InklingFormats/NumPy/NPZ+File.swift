public import InklingFiles

extension NPZ {
  /// Reads a `.npz` file.
  ///
  /// - Throws: `InputError`: `.missing` when there is none, `.malformed` for one that is damaged or holds something else
  ///   than arrays.
  public static func read(_ path: String) throws(InputError) -> [NamedArray] {
    let zip = try ZipFile(contentsOf: path)
    var members: [Member] = []
    for member in zip.members where !member.isFolder { members.append((member.name, try zip.read(member.name))) }
    return try arrays(of: members, path: path)
  }

  /// The bytes of a `.npz` file. The same arrays give the same bytes.
  ///
  /// - Throws: `InputError` of kind `.usage` for arrays that NumPy has no type for, or with one name.
  public static func encode(_ arrays: [NamedArray]) throws(InputError) -> [UInt8] {
    var zip = ZipWriter()
    for member in try members(for: arrays) { try zip.add(member.name, member.bytes) }
    return zip.finish()
  }

  /// Writes a `.npz` file, which is replaced as a whole.
  ///
  /// - Throws: as `encode(_:)`; `InputError`: `.unwritable` or `.broken` when it cannot be written.
  public static func write(_ arrays: [NamedArray], to path: String) throws(InputError) {
    try DurableFile.write(try encode(arrays), to: path)
  }
}
