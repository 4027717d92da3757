import InklingCSQLite
import InklingFiles

/// What SQLite answered when a call failed.
struct DatabaseFault {
  private let code: Int32

  init(_ code: Int32) { self.code = code }

  /// One sentence on it. SQLite's own words are taken by the code: those of the connection hold parts of statements.
  func error(_ path: String) -> InputError {
    let text = String(cString: sqlite3_errstr(code))
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
      return Self.locked(path)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      return InputError(
        .unwritable, "the store may not be written to", path: path,
        expected: "a file and a folder that may be written to", found: text,
        remedy: "change their permissions, or name another file with --store")
    case SQLITE_FULL:
      return InputError(
        .broken, Self.cannotGrow, path: path, found: text, remedy: "free some space on the disk")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      return Self.damaged(path, text)
    case SQLITE_CANTOPEN:
      return InputError(
        .missing, "the store cannot be opened", path: path, expected: "a file in a folder that is there", found: text,
        remedy: "check the path, and the permissions of the file and its folder")
    case SQLITE_NOMEM:
      return InputError(.unavailable, "there is not enough memory for the store", path: path, found: text)
    case SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_CONSTRAINT, SQLITE_MISMATCH:
      return Self.damaged(path, text)
    default:
      return InputError(.broken, "the store cannot be read or written", path: path, found: text)
    }
  }

  /// What is said of a full disk, and of a store that is as large as it may be.
  static let cannotGrow = "the store cannot grow"

  /// Another program writes, or has forgotten that it does.
  static func locked(_ path: String) -> InputError {
    InputError(
      .unavailable, "the store is locked by another program", path: path, remedy: "end what writes to it, and try again"
    )
  }

  /// SQLite says of it that it cannot be opened, as of one that is not there.
  static func isReadOnlySystem(_ path: String) -> InputError {
    InputError(
      .unwritable, "the store is on a read-only file system", path: path, expected: "a folder that may be written to",
      remedy: "name another file with --store, or mount it for writing")
  }

  /// The program ends, and has given the store back.
  static func closed(_ path: String) -> InputError {
    InputError(.unavailable, "the store was closed", path: path, remedy: "start the program again")
  }

  /// Another program reads while the store is closed: its log stays.
  static func isLeft(_ path: String) -> InputError {
    InputError(
      .unavailable, "what was given last is still in the store's log, which another program reads", path: path,
      remedy: "end what reads it and list the store once, or copy the file whose name ends in -wal too"
    )
  }

  /// Another program reads what SQLite's log has, which therefore cannot be emptied.
  static func isRead(_ path: String) -> InputError {
    InputError(
      .unavailable, "what was deleted is still in the store's log, which another program reads", path: path,
      remedy: "end what reads it, and delete again"
    )
  }

  /// The store is as large as it may be: what is deleted makes room, unlike on a full disk.
  static func atLimit(_ path: String, _ bytes: Int) -> InputError {
    InputError(
      .broken, cannotGrow, path: path, expected: "at most \(bytes) bytes", found: "no room for another correction",
      remedy: "delete corrections that are not needed")
  }

  /// The store has bytes or tables that are not a store's.
  static func damaged(_ path: String, _ found: String) -> InputError {
    InputError(
      .malformed, "the store is damaged, or is no store", path: path, expected: "an SQLite database of Inkling's",
      found: found, remedy: "name another file with --store, or restore it from a copy")
  }
}
