package import InklingFiles

/// Where a served model comes from, and how it is opened again.
package struct ModelSource: Sendable {
  /// What clients call it.
  package let name: String
  /// Which of its versions: a whole number from 1.
  package let version: Int
  /// Files whose change means that it is to be opened again. While one of them is gone, nothing is opened.
  package let watched: [String]
  /// Others of that kind, which need not be there: which they are the first may say.
  package let followed: @Sendable () -> [String]
  /// Opens it.
  package let open: @Sendable () throws(InputError) -> any ServedModel

  /// - Throws: `InputError` of kind `.usage` for a name or a version that no address could hold.
  package init(
    name: String, version: Int = 1, watched: [String] = [],
    followed: @escaping @Sendable () -> [String] = { [] },
    open: @escaping @Sendable () throws(InputError) -> any ServedModel
  ) throws(InputError) {
    guard !name.isEmpty, name.utf8.count <= 64, name.first != ".", name.utf8.allSatisfy(Self.isNameByte) else {
      throw InputError(
        .usage, "a served model's name is part of addresses",
        expected: "1 to 64 letters, digits, '-', '_' or '.', no '.' first", found: "'\(name)'",
        remedy: "give it another as NAME=MODEL")
    }
    guard (1...999_999).contains(version) else {
      throw InputError(
        .usage, "a served model's version is out of range", expected: "1 to 999999", found: "\(version)")
    }
    self.name = name
    self.version = version
    self.watched = watched
    self.followed = followed
    self.open = open
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// What changes with the files, of which some were followed: their sizes, times and numbers; nil while one of `watched` is
  /// not there.
  package func stamp(following files: [String]) -> [FileStamp?]? {
    var stamps: [FileStamp?] = []
    for path in watched {
      guard let stamp = FileStamp(of: path) else { return nil }
      stamps.append(stamp)
    }
    return stamps + files.map { FileStamp(of: $0) }
  }

  /// The files that are followed from now on, and how all are now.
  package func look() -> (followed: [String], stamp: [FileStamp?]?) {
    // They are looked at before the first says which the others are: what changes meanwhile is seen.
    let own = stamp(following: [])
    let files = followed()
    return (files, own.map { $0 + files.map { FileStamp(of: $0) } })
  }
}
