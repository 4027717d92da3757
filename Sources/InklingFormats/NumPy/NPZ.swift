public import InklingFiles

/// Several arrays in a file of NumPy's (`.npz`): a ZIP archive whose members are `.npy` files, named after the arrays.
public enum NPZ {
  /// A member of the archive: its name, such as "x_train.npy", and its bytes.
  public typealias Member = (name: String, bytes: [UInt8])

  /// The arrays of an archive's members, in their order, named without the ".npy".
  ///
  /// - Parameters:
  ///   - members: of the archive, with their names.
  ///   - path: the archive's, for the errors' sentences.
  /// - Throws: `InputError` of kind `.malformed` for a member that is no `.npy` file, two of one name, and as
  ///   `NPY.decode(_:name:path:)`.
  public static func arrays(of members: [Member], path: String? = nil) throws(InputError) -> [NamedArray] {
    var names: Set<[UInt8]> = []
    return try members.map { member throws(InputError) in
      let name = try arrayName(of: member.name, path: path)
      guard names.insert(Array(name.utf8)).inserted else {
        throw InputError(
          .malformed, "two arrays of one name", path: path, expected: "each name once", found: "'\(name)'")
      }
      return try NPY.decode(member.bytes, name: name, path: path.map { "\($0)/\(member.name)" } ?? member.name)
    }
  }

  /// The name of the array in a member.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the member's name does not end in ".npy".
  public static func arrayName(of member: String, path: String? = nil) throws(InputError) -> String {
    guard member.utf8.count > NPY.suffix.utf8.count, member.hasSuffix(NPY.suffix) else {
      throw InputError(
        .malformed, "the archive holds something else than arrays", path: path, expected: "members named NAME.npy",
        found: "'\(member)'", remedy: "give a file that numpy.savez wrote")
    }
    return String(member.dropLast(NPY.suffix.count))
  }

  /// The members of an archive for these arrays, as `numpy.savez` names and writes them.
  ///
  /// - Throws: `InputError` of kind `.usage` for two arrays of one name, or a name that no archive can have: an empty one, one
  ///   with a zero byte or a backslash, an absolute one, or one with "..".
  public static func members(for arrays: [NamedArray]) throws(InputError) -> [Member] {
    var names: Set<[UInt8]> = []
    return try arrays.map { array throws(InputError) in
      let parts = array.name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      let isSafe =
        !array.name.utf8.contains(0) && !array.name.utf8.contains(UInt8(ascii: "\\"))
        && parts.allSatisfy { !$0.isEmpty && !$0.elementsEqual("..".utf8) && !$0.elementsEqual(".".utf8) }
      guard isSafe, names.insert(Array(array.name.utf8)).inserted else {
        throw InputError(
          .usage, "an .npz file cannot hold arrays of these names",
          expected: "each name once, without zero bytes, backslashes, empty parts, '.' and '..'",
          found: "'\(array.name)'")
      }
      return (array.name + NPY.suffix, try NPY.encode(array))
    }
  }
}
