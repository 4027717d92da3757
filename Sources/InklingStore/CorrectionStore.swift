import InklingCSQLite
public import InklingFiles
import InklingPlatform

/// Corrections in an SQLite file, which several threads and several processes may use at the same time.
///
///     let store = try CorrectionStore(path: "corrections.sqlite")
///     try store.add(correction)
///     try store.delete(contributor: token)
///     try store.close()
///
/// A correction that was added is on the disk. What is deleted is overwritten, in the file and in its log; where another
/// program's reading keeps the log, deleting says so, and is done when it is tried again.
public final class CorrectionStore: Sendable {
  /// The file's path.
  public let path: String
  private let writing: DatabaseTurns
  /// Readers have a connection of their own: in a log as SQLite's they need not wait for who writes.
  private let reading: DatabaseTurns
  private let file: StoreFile
  private let largestBytes: Int
  /// Whether what is written goes into SQLite's log first.
  private let hasLog: Bool
  /// Nil for a store that is only read.
  let reserve: StoreReserve?
  /// Whether opening it made the file, and the reserve beside it.
  let isMade: Bool
  let isReserveMade: Bool

  /// The most bytes of a store by default: 1 GiB.
  public static let usualLimit = 1 << 30

  /// Opens a store; for writing it is made where there is none, readable by its owner alone.
  ///
  /// - Parameters:
  ///   - path: of the file; SQLite keeps its log beside it.
  ///   - isReadOnly: opens it for reading alone.
  ///   - largestBytes: how large the file may become; what does not fit is refused, as on a full disk.
  ///   - busyMilliseconds: how long a call waits at most, for other threads and for locks of other processes together.
  /// - Throws: `InputError`: `.missing` for no file in reading, or a folder that is not there; `.unwritable` for a file
  ///   that may not be written to; `.unavailable` while another process locks it; `.malformed` for a file that is
  ///   damaged, no store, or of a newer release.
  public init(
    path: String, isReadOnly: Bool = false, largestBytes: Int = CorrectionStore.usualLimit,
    busyMilliseconds: Int = 5_000
  ) throws(InputError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw InputError(.usage, "the store's path is no path", expected: "a file's path", found: "'\(path.prefix(40))'")
    }
    self.path = path
    self.largestBytes = largestBytes
    if !isReadOnly, StoreFile.isOnReadOnlySystem(path) { throw DatabaseFault.isReadOnlySystem(path) }
    isMade = !isReadOnly && Self.make(path)
    let before = StoreFile(at: path)
    let database = try Self.opened(path, isReadOnly: isReadOnly, busyMilliseconds)
    guard let file = StoreFile(at: path), before == nil || file == before else {
      throw InputError(
        .unavailable, "another file took the store's place while it was opened", path: path, remedy: "try again")
    }
    self.file = file
    writing = DatabaseTurns(database, milliseconds: busyMilliseconds)
    guard !isReadOnly else {
      (reading, hasLog, reserve, isReserveMade) = (writing, false, nil, false)
      return
    }
    guard !database.isReadOnly else { throw DatabaseFault(SQLITE_READONLY).error(path) }
    // Readers and a writer do not wait for each other; a file system that cannot have that keeps its own way.
    hasLog = try database.text("PRAGMA journal_mode = WAL") == "wal"
    try database.run("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = \(Self.pagesOfLog)")
    let page = Int(try database.number("PRAGMA page_size") ?? 4096)
    try database.run("PRAGMA max_page_count = \(max(1, largestBytes / max(page, 1)))")
    let second = try Self.open(path, isReadOnly: false, busyMilliseconds)
    try second.run("PRAGMA query_only = ON")
    reading = DatabaseTurns(second, milliseconds: busyMilliseconds)
    let reserve = StoreReserve(beside: path)
    isReserveMade = reserve.take()
    self.reserve = reserve
  }

  /// Pages of the log that are written into the file at the latest: on a full disk few are to be brought in.
  private static let pagesOfLog = 32

  /// The file with the tables of this release.
  private static func opened(_ path: String, isReadOnly: Bool, _ milliseconds: Int) throws(InputError) -> Database {
    do throws(InputError) {
      let database = try open(path, isReadOnly: isReadOnly, milliseconds)
      try StoreSchema.open(database, isReadOnly: isReadOnly)
      return database
    } catch {
      // To read a store SQLite makes files beside it, which this folder may not allow. Without a log nobody has it open.
      guard isReadOnly, error.kind == .missing || error.kind == .unwritable,
        try FileStatus.existing(path)?.kind == .file, !FileStatus.isThere(path + "-wal")
      else { throw error }
      let database = try open(path, isReadOnly: true, isAlone: true, milliseconds)
      try StoreSchema.open(database, isReadOnly: true)
      return database
    }
  }

  private static func open(
    _ path: String, isReadOnly: Bool, isAlone: Bool = false, _ milliseconds: Int
  ) throws(InputError) -> Database {
    let database = try Database(
      path, isReadOnly: isReadOnly, isAlone: isAlone, busyMilliseconds: Int32(clamping: max(milliseconds, 0)))
    try database.run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
    return database
  }

  /// Makes the file as its owner's alone: it holds what people drew. One that is there stays as it is.
  ///
  /// - Returns: whether it did.
  private static func make(_ path: String) -> Bool {
    guard !FileStatus.isThere(path) else { return false }
    // A link leads to a file that is somebody's to take away.
    var (descriptor, isMade) = (InklingPlatform.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600), true)
    if descriptor < 0 {
      (descriptor, isMade) = (InklingPlatform.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600), false)
    }
    // Why it cannot be made, SQLite says.
    if descriptor >= 0 { InklingPlatform.close(descriptor) }
    return isMade
  }

  /// A token for somebody who has agreed to give corrections: 128 random bits.
  public static func newContributor() -> String {
    var generator = SystemRandomNumberGenerator()
    let halves = (0..<2).map { _ in
      let text = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return halves.joined()
  }

  /// Adds a correction.
  ///
  /// - Returns: its number.
  /// - Throws: `InputError`: `.malformed` for one that cannot be kept; `.broken` on a full disk, `.unavailable` while
  ///   another process writes. Then the store is as it was.
  @discardableResult
  public func add(_ correction: Correction) throws(InputError) -> Int64 {
    try correction.check()
    return try withDatabase { database throws(InputError) in
      do throws(InputError) {
        try database.run(
          """
          INSERT INTO corrections
            (framed, strokes, model, version, digest, answer, probability, label, time, contributor, canvas)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """, correction.values)
      } catch {
        guard error.what == DatabaseFault.cannotGrow, try isAtLimit(database, for: correction) else { throw error }
        throw DatabaseFault.atLimit(path, largestBytes)
      }
      return database.lastRow
    }
  }

  /// Whether the store, and not the disk, has no room for a correction.
  private func isAtLimit(_ database: Database, for correction: Correction) throws(InputError) -> Bool {
    let page = max(1, Int(try database.number("PRAGMA page_size") ?? 4096))
    let size =
      correction.framed.count + (correction.canvas?.count ?? 0) + StrokeText.encode(correction.strokes).utf8.count
    let count = Int(try database.number("PRAGMA page_count") ?? 0)
    return (count + size / page + 16) * page > largestBytes
  }

  /// How many corrections there are.
  ///
  /// - Parameters:
  ///   - contributor: counts only those that somebody gave; nil counts all.
  ///   - model: counts only those of a model that was served under this name; nil counts those of all.
  /// - Throws: `InputError` of kind `.malformed` or `.broken` for a file that cannot be read.
  public func count(contributor: String? = nil, model: String? = nil) throws(InputError) -> Int {
    let choice = CorrectionChoice(contributor: contributor, model: model)
    return try withReader { database throws(InputError) in
      Int(try database.number("SELECT count(*) FROM corrections WHERE TRUE\(choice.conditions)", choice.values) ?? 0)
    }
  }

  /// Deletes a correction.
  ///
  /// - Returns: whether it was there.
  /// - Throws: `InputError`, as `delete(contributor:)`.
  @discardableResult
  public func delete(id: Int64) throws(InputError) -> Bool {
    try delete("id = ?", .integer(id)) > 0
  }

  /// Deletes all that somebody gave.
  ///
  /// - Returns: how many corrections that were.
  /// - Throws: `InputError`, as `add(_:)`; `.unavailable` also while another program reads: then they are deleted, and what
  ///   they were is in SQLite's log until something is deleted again, if there is anything left to delete or not.
  @discardableResult
  public func delete(contributor: String) throws(InputError) -> Int {
    try delete("contributor = ?", .text(contributor))
  }

  /// Deletes all that somebody gave, whom a person names.
  ///
  /// - Parameter text: their token, its SHA-256 as the store has it in large or small letters, or the first digits of that:
  ///   six or more, with which only theirs begins.
  /// - Returns: how many corrections that were, at least one.
  /// - Throws: `InputError`, as `delete(contributor:)`; `.missing` where nobody of this name gave anything, `.usage` where
  ///   several people's begin so.
  @discardableResult
  public func delete(contributorNamed text: String) throws(InputError) -> Int {
    guard let contributor = try contributor(named: text) else {
      // What could not be taken out of the log the last time is.
      try delete(contributor: text)
      throw InputError(
        .missing, "the store has no corrections of this contributor", path: path,
        expected: "a token, its SHA-256, or six or more of its first digits", remedy: "'inkling store list' shows them")
    }
    return try delete(contributor: contributor)
  }

  private func delete(_ condition: String, _ value: DatabaseValue) throws(InputError) -> Int {
    try withDatabase { database throws(InputError) in
      var count = 0
      do throws(InputError) {
        try database.run("DELETE FROM corrections WHERE \(condition)", [value])
        count = database.changes
        // Also where nothing was left: the last time somebody may have been reading.
        try Self.emptyLog(of: database)
        return count
      } catch {
        guard error.what == DatabaseFault.cannotGrow, let reserve else { throw error }
        reserve.giveBack()
        defer { reserve.take() }
        _ = try Self.isLogEmptied(of: database)
        // One after the other: each needs little room in the log.
        repeat {
          try database.run(
            "DELETE FROM corrections WHERE id = (SELECT min(id) FROM corrections WHERE \(condition))", [value])
          count += database.changes
          _ = try Self.isLogEmptied(of: database)
        } while database.changes > 0
        try Self.emptyLog(of: database)
        return count
      }
    }
  }

  /// Brings SQLite's log into the file and closes it: from then on the file alone has all corrections. What is asked of the
  /// store afterwards is refused. It waits for those who use it, as every call does.
  ///
  /// Where nobody calls it, the store is closed when nobody has it any more.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when another thread, or another program that reads, is in the way. A
  ///   program that reads keeps the log beside the file.
  public func close() throws(InputError) {
    if reading !== writing { try reading.close() }
    try writing.close { database throws(InputError) in
      // Of a file that was taken away there is nothing to bring in.
      guard hasLog, StoreFile(at: path) == file else { return }
      guard try Self.isLogEmptied(of: database) else { throw DatabaseFault.isLeft(path) }
    }
  }

  /// The log has the pages of before, until it is written into the file and cut off.
  ///
  /// - Throws: `InputError` of kind `.unavailable` while somebody reads what it has.
  private static func emptyLog(of database: Database) throws(InputError) {
    guard try isLogEmptied(of: database) else { throw DatabaseFault.isRead(database.path) }
  }

  /// SQLite does not fail where somebody is in the way: it says so in the first column.
  private static func isLogEmptied(of database: Database) throws(InputError) -> Bool {
    try database.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0
  }

  /// Writes, one thread at a time.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when the turn does not come in time, `.missing` when the file, and
  ///   `.broken` when its log was taken away: also when that was meanwhile.
  func withDatabase<Value>(_ body: (Database) throws(InputError) -> Value) throws(InputError) -> Value {
    try writing.turn { database throws(InputError) in
      try file.require(at: path)
      let value = try body(database)
      try file.require(at: path)
      guard !hasLog || database.hasLog else {
        throw InputError(
          .broken, "the store's log was taken away, and what is given may be lost", path: path,
          expected: "SQLite's file beside the store", found: "none", remedy: "start the program again")
      }
      return value
    }
  }

  /// Reads, one thread at a time, and beside who writes.
  ///
  /// - Throws: as `withDatabase`.
  func withReader<Value>(_ body: (Database) throws(InputError) -> Value) throws(InputError) -> Value {
    try reading.turn { database throws(InputError) in
      try file.require(at: path)
      return try body(database)
    }
  }
}
