import InklingCSQLite
public import InklingFiles
import InklingPlatform
import Synchronization

/// Corrections in an SQLite file, which several threads and several processes may use at the same time.
///
///     let store = try CorrectionStore(path: "corrections.sqlite")
///     try store.add(correction)
///     try store.delete(contributor: token)
///
/// A correction that was added is on the disk. What is deleted is overwritten, in the file and in its log.
public final class CorrectionStore: Sendable {
  /// The file's path.
  public let path: String
  let database: Mutex<Database>

  /// The most bytes of a store by default: 1 GiB.
  public static let usualLimit = 1 << 30

  /// Opens a store; for writing it is made where there is none, readable by its owner alone.
  ///
  /// - Parameters:
  ///   - path: of the file; SQLite keeps its log beside it.
  ///   - isReadOnly: opens it for reading alone.
  ///   - largestBytes: how large the file may become; what does not fit is refused, as on a full disk.
  ///   - busyMilliseconds: how long a lock of another process is waited for.
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
    if !isReadOnly { try Self.make(path) }
    let database = try Database(
      path, isReadOnly: isReadOnly, busyMilliseconds: Int32(clamping: max(busyMilliseconds, 0)))
    try database.run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
    try StoreSchema.open(database, isReadOnly: isReadOnly)
    if !isReadOnly {
      guard !database.isReadOnly else { throw DatabaseFault(SQLITE_READONLY).error(path) }
      // Readers and a writer do not wait for each other; a file system that cannot have that keeps its own way.
      _ = try database.text("PRAGMA journal_mode = WAL")
      try database.run("PRAGMA synchronous = FULL")
      let page = Int(try database.number("PRAGMA page_size") ?? 4096)
      try database.run("PRAGMA max_page_count = \(max(1, largestBytes / max(page, 1)))")
    }
    self.database = Mutex(database)
  }

  /// Makes the file as its owner's alone: it holds what people drew. One that is there stays as it is.
  private static func make(_ path: String) throws(InputError) {
    guard !FileStatus.isThere(path) else { return }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    // Why it cannot be made, SQLite says.
    if descriptor >= 0 { close(descriptor) }
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
      try database.run(
        """
        INSERT INTO corrections
          (framed, strokes, model, version, digest, answer, probability, label, time, contributor, canvas)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, correction.values)
      return database.lastRow
    }
  }

  /// How many corrections there are.
  ///
  /// - Parameters:
  ///   - contributor: counts only those that somebody gave; nil counts all.
  ///   - model: counts only those of a model that was served under this name; nil counts those of all.
  /// - Throws: `InputError` of kind `.malformed` or `.broken` for a file that cannot be read.
  public func count(contributor: String? = nil, model: String? = nil) throws(InputError) -> Int {
    let choice = CorrectionChoice(contributor: contributor, model: model)
    return try withDatabase { database throws(InputError) in
      Int(try database.number("SELECT count(*) FROM corrections WHERE TRUE\(choice.conditions)", choice.values) ?? 0)
    }
  }

  /// Deletes a correction.
  ///
  /// - Returns: whether it was there.
  /// - Throws: `InputError`, as `add(_:)`.
  @discardableResult
  public func delete(id: Int64) throws(InputError) -> Bool {
    try delete("id = ?", .integer(id)) > 0
  }

  /// Deletes all that somebody gave.
  ///
  /// - Returns: how many corrections that were.
  /// - Throws: `InputError`, as `add(_:)`.
  @discardableResult
  public func delete(contributor: String) throws(InputError) -> Int {
    try delete("contributor = ?", .text(contributor))
  }

  private func delete(_ condition: String, _ value: DatabaseValue) throws(InputError) -> Int {
    try withDatabase { database throws(InputError) in
      try database.run("DELETE FROM corrections WHERE \(condition)", [value])
      let count = database.changes
      // The log still has the old pages, until it is written into the file and cut off.
      if count > 0 { _ = try database.number("PRAGMA wal_checkpoint(TRUNCATE)") }
      return count
    }
  }

  /// One thread at a time.
  func withDatabase<Value: Sendable>(
    _ body: (Database) throws(InputError) -> Value
  ) throws(InputError) -> Value {
    try database.withLock { database throws(InputError) in try body(database) }
  }
}
