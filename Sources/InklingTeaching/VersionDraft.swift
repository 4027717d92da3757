import InklingFiles
import InklingPlatform

/// A version that is being written: a hidden folder beside the versions, which gets its number when it is whole. So what a full
/// disk or a signal breaks off is no version. Its process has a lock on it, which the system takes back however the process ends.
struct VersionDraft: ~Copyable {
  let path: String
  private let folder: String
  private let lock: CInt

  private static let beginning = ".version."
  private static let ending = ".partial"

  /// - Throws: `InputError` of kind `.unwritable` where it cannot be made.
  init(in folder: String) throws(InputError) {
    self.folder = folder
    path = "\(folder)/\(Self.beginning)\(String(UInt64.random(in: 0...UInt64.max), radix: 36))\(Self.ending)"
    try Folder.create(path)
    lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A file system without locks writes as well; what is left there stays.
    if lock >= 0 { flock(lock, LOCK_EX | LOCK_NB) }
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Makes it the version of a number.
  ///
  /// - Returns: false where there is one already.
  /// - Throws: `InputError`: `.unwritable` or `.broken` when that cannot be written.
  borrowing func publish(as number: Int) throws(InputError) -> Bool {
    let target = "\(folder)/\(number)"
    guard rename(path, target) == 0 else {
      // An empty folder gives way; one that is not, or a file of that name, is somebody's.
      if [EEXIST, ENOTEMPTY, ENOTDIR].contains(errno) { return false }
      throw InputError(
        .unwritable, "the folder of a version cannot be made", path: target, found: String(cString: strerror(errno)),
        remedy: "change the permissions of the folder above it")
    }
    try DurableFile.synchronizeFolder(of: target)
    return true
  }

  /// Takes it away with all that is in it.
  borrowing func remove() { Self.remove(path) }

  /// Takes away a folder of a version with what may be in one; what holds something else stays.
  static func remove(_ path: String) {
    for entry in Folder.entries(of: path) ?? [] where isOfVersion(entry) { unlink("\(path)/\(entry)") }
    rmdir(path)
  }

  /// Whether a version's folder may hold something of that name.
  static func isOfVersion(_ entry: String) -> Bool {
    ["model.safetensors", "report.json", "digest", "of"].contains(entry) || DurableFile.isRemnant(entry)
  }

  /// Takes away what ended processes left: what has the name, nobody's lock, and nothing in it that is of no version. What is
  /// empty may be just being made.
  static func removeAbandoned(in folder: String) {
    for entry in Folder.entries(of: folder) ?? [] where entry.hasPrefix(beginning) && entry.hasSuffix(ending) {
      let path = "\(folder)/\(entry)"
      guard UInt64(entry.dropFirst(beginning.count).dropLast(ending.count), radix: 36) != nil,
        let entries = Folder.entries(of: path), !entries.isEmpty, entries.allSatisfy(isOfVersion)
      else { continue }
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(descriptor)
    }
  }
}
