import InklingFiles

/// Where the bytes of a file's storages are.
enum StorageSource {
  /// Members "FOLDER/data/KEY" of an archive.
  case archive(ZipFile, folder: String)
  /// Ranges of the file itself.
  case legacy([UInt8], ranges: [String: Range<Int>], path: String?)

  /// The bytes of a storage.
  ///
  /// - Throws: `InputError` of kind `.malformed` when it is missing or has another length than the pickle says.
  func bytes(of storage: StorageRecord, for name: String) throws(InputError) -> [UInt8] {
    let found = try count(of: storage, for: name)
    guard found == storage.wholeByteCount else {
      throw InputError(
        .malformed, "the storage '\(storage.key.prefix(100))' of the tensor '\(name)' has a wrong length", path: path,
        expected: "\(storage.wholeByteCount) bytes", found: "\(found)", remedy: "get the file again")
    }
    let part = storage.start..<storage.start + storage.byteCount
    switch self {
    case .archive(let archive, let folder):
      let bytes = try archive.read("\(folder)data/\(storage.key)")
      return part.count == bytes.count ? bytes : [UInt8](bytes[part])
    case .legacy(let bytes, let ranges, _):
      guard let range = ranges[storage.key] else { throw missing(storage, for: name) }
      return [UInt8](bytes[range][(range.lowerBound + part.lowerBound)..<(range.lowerBound + part.upperBound)])
    }
  }

  /// How many bytes all storages have.
  var totalByteCount: Int {
    switch self {
    case .archive(let archive, _): archive.members.reduce(0) { $0 + $1.size }
    case .legacy(let bytes, _, _): bytes.count
    }
  }

  private var path: String? {
    switch self {
    case .archive(let archive, _): archive.path
    case .legacy(_, _, let path): path
    }
  }

  private func count(of storage: StorageRecord, for name: String) throws(InputError) -> Int {
    switch self {
    case .archive(let archive, let folder):
      guard let member = archive.member("\(folder)data/\(storage.key)") else { throw missing(storage, for: name) }
      return member.size
    case .legacy(_, let ranges, _):
      guard let range = ranges[storage.key] else { throw missing(storage, for: name) }
      return range.count
    }
  }

  private func missing(_ storage: StorageRecord, for name: String) -> InputError {
    InputError(
      .malformed, "the storage of the tensor '\(name)' is missing", path: path,
      expected: "storage '\(storage.key.prefix(100))'", remedy: "get the file again")
  }
}
