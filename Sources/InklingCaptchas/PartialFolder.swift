import InklingFiles
import InklingPlatform

/// A hidden folder beside the one that it becomes when it is whole. While it is written its process has a lock on a file in it,
/// which the system takes back however the process ends: so what was left by a killed one is known.
struct PartialFolder: ~Copyable {
  let path: String
  private let lock: CInt

  /// The file that has the lock.
  private static let mark = ".inkling-partial"
  private static let ending = ".partial"

  /// - Throws: `InputError` of kind `.unwritable` where it cannot be made.
  init(for name: String, in parent: String) throws(InputError) {
    path = "\(parent)/\(Self.beginning(name))\(String(UInt64.random(in: 0...UInt64.max), radix: 36))\(Self.ending)"
    try Folder.create(path)
    lock = open("\(path)/\(Self.mark)", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    // A file system without locks writes as well; what is left there stays.
    if lock >= 0 { flock(lock, LOCK_EX | LOCK_NB) }
  }

  deinit { if lock >= 0 { close(lock) } }

  private static func beginning(_ name: String) -> String { ".\(name.prefix(100))." }

  /// Gives the folder its name.
  ///
  /// - Throws: as `Folder.move`.
  borrowing func move(to target: String) throws(InputError) {
    unlink("\(path)/\(Self.mark)")
    try Folder.move(path, to: target)
  }

  /// Takes it away with all that is in it.
  borrowing func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    for entry in Folder.entries(of: path) ?? [] where entry != mark { unlink("\(path)/\(entry)") }
    // The mark comes last: what is left half-way is still known.
    unlink("\(path)/\(mark)")
    rmdir(path)
  }

  /// Takes away what killed processes left of a folder: what has the name and the mark, nobody's lock, and nothing in it that
  /// is no picture or table.
  static func removeAbandoned(for name: String, in parent: String) {
    let start = beginning(name)
    for entry in Folder.entries(of: parent) ?? [] where entry.hasPrefix(start) && entry.hasSuffix(ending) {
      let middle = entry.dropFirst(start.count).dropLast(ending.count)
      let path = "\(parent)/\(entry)"
      guard UInt64(middle, radix: 36) != nil, let entries = Folder.entries(of: path), entries.contains(mark),
        entries.allSatisfy({ $0 == mark || $0 == CaptchaFolder.tableName || $0.hasSuffix(".png") })
      else { continue }
      let descriptor = open("\(path)/\(mark)", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(descriptor)
    }
  }
}
