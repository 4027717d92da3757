import InklingFiles

/// The tables of a store, version by version: version n is what `steps[0..<n]` make of an empty file. A step that was
/// released never changes; another is added behind it.
enum StoreSchema {
  /// What says in the file's header that it is a store: "Inks".
  static let applicationID: Int64 = 0x496E_6B73

  /// The version that this release writes.
  static var version: Int64 { Int64(steps.count) }

  static let steps = [
    """
    CREATE TABLE corrections (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      framed BLOB NOT NULL,
      strokes TEXT NOT NULL,
      model TEXT NOT NULL,
      version INTEGER NOT NULL,
      digest TEXT NOT NULL,
      answer TEXT,
      probability REAL NOT NULL,
      label TEXT NOT NULL,
      time INTEGER NOT NULL
    ) STRICT;
    """,
    // Whose a correction is, so that they can take it back; and what was drawn, so that a later framing can frame it anew.
    """
    ALTER TABLE corrections ADD COLUMN contributor TEXT NOT NULL DEFAULT 'unknown';
    ALTER TABLE corrections ADD COLUMN canvas BLOB;
    CREATE INDEX corrections_contributor ON corrections (contributor);
    """,
  ]

  /// Brings the tables to the version of this release.
  ///
  /// - Throws: `InputError`: `.malformed` for a database of another program, of a newer release, or with damaged pages.
  static func open(_ database: Database, isReadOnly: Bool) throws(InputError) {
    let found = try version(of: database)
    if found == 0, isReadOnly {
      throw InputError(
        .missing, "the store is empty", path: database.path, expected: "corrections", found: "no tables")
    }
    let check = try database.text("PRAGMA quick_check(1)")
    guard check == "ok" else { throw DatabaseFault.damaged(database.path, PageCheck.sentence(check ?? "nothing")) }
    guard found < version else { return try requireTable(of: database) }
    guard !isReadOnly else {
      throw InputError(
        .malformed, "the store is of an older release, and is opened for reading alone", path: database.path,
        expected: "version \(version)", found: "version \(found)", remedy: "open it once for writing")
    }
    try database.transaction { () throws(InputError) in
      // Another process may have been quicker.
      for step in steps[Int(try version(of: database))...] { try database.run(step) }
      try database.run("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }
    try requireTable(of: database)
  }

  /// A store that says it has a version and has not its table would refuse everything later.
  private static func requireTable(of database: Database) throws(InputError) {
    let columns = try database.number("SELECT count(*) FROM pragma_table_info('corrections') WHERE name IN \(columns)")
    guard columns == 12 else {
      let found = columns == 0 ? "no table of corrections" : "a table of corrections without some of its columns"
      throw DatabaseFault.damaged(database.path, found)
    }
  }

  private static let columns =
    "('id', 'framed', 'strokes', 'model', 'version', 'digest', 'answer', 'probability', 'label', 'time', 'contributor', "
    + "'canvas')"

  /// The version of a store's tables; 0 for an empty file.
  private static func version(of database: Database) throws(InputError) -> Int64 {
    let identifier = try database.number("PRAGMA application_id") ?? 0
    let version = try database.number("PRAGMA user_version") ?? 0
    let tables = try database.number("SELECT count(*) FROM sqlite_schema") ?? 0
    if identifier == 0, version == 0, tables == 0 { return 0 }
    guard identifier == applicationID, version > 0 else {
      throw DatabaseFault.damaged(database.path, "a database of another program")
    }
    guard version <= Self.version else {
      throw InputError(
        .malformed, "the store is of a newer release", path: database.path, expected: "version \(Self.version) or less",
        found: "version \(version)", remedy: "use the release that wrote it, or a newer one")
    }
    return version
  }
}

/// What SQLite finds wrong with a database.
enum PageCheck {
  /// Its first finding on one line, cut short: the line before it, "*** in database main ***", says nothing.
  static func sentence(_ text: String) -> String {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("*** in database") }
    return PrintableText.shortened(PrintableText.escaped(String(lines.first ?? "damaged pages")), to: 80)
  }
}
