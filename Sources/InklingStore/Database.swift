import InklingCSQLite
import InklingFiles

/// One connection to a SQLite database, for one thread at a time.
///
/// `@unchecked Sendable`: whoever holds it lets one thread in at a time (`DatabaseTurns`), which is what SQLite
/// asks of a connection.
final class Database: @unchecked Sendable {
  let path: String
  /// Nil once it is closed.
  private var handle: OpaquePointer?

  /// - Parameters:
  ///   - path: of the file.
  ///   - isReadOnly: opens nothing for writing, and makes no file.
  ///   - isAlone: nobody writes to it meanwhile: nothing need be made beside it.
  ///   - busyMilliseconds: how long a lock of another process is waited for.
  /// - Throws: `InputError`, as `fault(_:)`; `.missing` for a pipe or a device.
  init(_ path: String, isReadOnly: Bool, isAlone: Bool = false, busyMilliseconds: Int32) throws(InputError) {
    self.path = path
    // SQLite would wait for whoever writes into a pipe. All else it says itself.
    if (try? FileStatus(of: path))?.kind == .other {
      throw InputError(
        .missing, "only a regular file can be a store", path: path, expected: "a regular file",
        found: "a pipe or a device", remedy: "name another file")
    }
    // Neither ":memory:" nor "file:..." is anything but a file's name.
    let name = path.hasPrefix("/") || path.hasPrefix("./") ? path : "./" + path
    var flags = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    if isAlone { flags |= SQLITE_OPEN_URI }
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      isAlone ? "file:\(Self.escaped(name))?immutable=1" : name, &opened,
      flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let opened else {
      sqlite3_close(opened)
      throw DatabaseFault(code).error(path)
    }
    handle = opened
    sqlite3_busy_timeout(opened, busyMilliseconds)
  }

  /// A path as part of an address.
  private static func escaped(_ path: String) -> String {
    path.utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      if character.isASCII, character.isLetter || character.isNumber || "/._-".contains(character) {
        return String(character)
      }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  deinit { close() }

  /// Whether it can be used.
  var isOpen: Bool { handle != nil }

  /// Gives the file back. The last connection to a file brings SQLite's log into it and takes the log away.
  func close() {
    sqlite3_close(handle)
    handle = nil
  }

  /// Whether the file can only be read.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// Until when a lock of another process is waited for, by all statements together; nil lets each wait as long as was said
  /// when it was opened.
  var deadline: ContinuousClock.Instant?

  private func waitNoLonger() {
    guard let deadline else { return }
    let left = (deadline - .now).components
    sqlite3_busy_timeout(
      handle, Int32(clamping: max(left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000, 0)))
  }

  /// Whether SQLite's log is there beside the file.
  var hasLog: Bool {
    guard let name = sqlite3_db_filename(handle, "main"), let log = sqlite3_filename_wal(name) else { return false }
    return FileStatus.isThere(String(cString: log))
  }

  /// Rows that the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// The number of the row that was added last.
  var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Runs statements that give nothing.
  func run(_ text: String) throws(InputError) {
    waitNoLonger()
    let code = sqlite3_exec(handle, text, nil, nil, nil)
    guard code == SQLITE_OK else { throw DatabaseFault(code).error(path) }
  }

  /// Runs one statement with values for its question marks.
  func run(_ text: String, _ values: [DatabaseValue]) throws(InputError) {
    try rows(text, values) { _ throws(InputError) in true }
  }

  /// The first value of the first row, a whole number; nil without a row.
  func number(_ text: String, _ values: [DatabaseValue] = []) throws(InputError) -> Int64? {
    var result: Int64?
    try rows(text, values) { row throws(InputError) in
      result = row.integer(0)
      return false
    }
    return result
  }

  /// The first value of the first row, a text; nil without a row.
  func text(_ text: String) throws(InputError) -> String? {
    var result: String?
    try rows(text, []) { row throws(InputError) in
      result = row.text(0)
      return false
    }
    return result
  }

  /// Gives the rows of a statement to `body`, until it answers false.
  func rows(
    _ text: String, _ values: [DatabaseValue], _ body: (DatabaseRow) throws(InputError) -> Bool
  ) throws(InputError) {
    waitNoLonger()
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, text, -1, &prepared, nil)
    defer { sqlite3_finalize(prepared) }
    guard code == SQLITE_OK, let prepared else { throw DatabaseFault(code).error(path) }
    for (place, value) in values.enumerated() {
      let code = value.bind(to: prepared, at: Int32(place + 1))
      guard code == SQLITE_OK else { throw DatabaseFault(code).error(path) }
    }
    while true {
      let code = sqlite3_step(prepared)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw DatabaseFault(code).error(path) }
      guard try body(DatabaseRow(statement: prepared)) else { return }
    }
  }

  /// All that `body` does, or nothing.
  func transaction<Value>(_ body: () throws(InputError) -> Value) throws(InputError) -> Value {
    // The lock for writing is taken at once: who reads first and writes then may be refused in the middle.
    try run("BEGIN IMMEDIATE")
    do throws(InputError) {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // A full disk has ended the transaction already.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }
}
