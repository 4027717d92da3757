import InklingFiles
import InklingImages
import Testing

@testable import InklingStore

@Suite struct StoreSchemaTests {
  /// A store as the first release made it, with one correction.
  private static func first(_ place: StorePlace) throws {
    let database = try Database(place.store, isReadOnly: false, busyMilliseconds: 0)
    try database.run(StoreSchema.steps[0])
    try database.run("PRAGMA application_id = \(StoreSchema.applicationID); PRAGMA user_version = 1")
    let given = try StorePlace.correction("7")
    try database.run(
      """
      INSERT INTO corrections (framed, strokes, model, version, digest, answer, probability, label, time)
      VALUES (?, '[]', 'digits', 1, 'abc', NULL, 0.5, '7', 12)
      """, [.blob(given.framed)])
  }

  @Test func theFirstVersionBecomesThePresentOne() throws {
    let place = try StorePlace()
    try Self.first(place)
    let store = try CorrectionStore(path: place.store)
    let old = try store.corrections()[0].correction
    #expect(old.contributor == "unknown")
    #expect(old.canvas == nil && old.answer == nil && old.time == 12 && old.label == "7")
    try store.add(try StorePlace.correction("8"))
    #expect(try CorrectionStore(path: place.store, isReadOnly: true).count() == 2)
    #expect(try store.withDatabase { database throws(InputError) in try database.number("PRAGMA user_version") } == 2)
  }

  @Test func theFirstVersionIsNotReadWithoutBeingBroughtUp() throws {
    let place = try StorePlace()
    try Self.first(place)
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store, isReadOnly: true) }
    #expect(error?.description.contains("of an older release, and is opened for reading alone") == true)
  }

  @Test func aMigrationThatFailsLeavesTheOldVersion() throws {
    let place = try StorePlace()
    try Self.first(place)
    do {
      let database = try Database(place.store, isReadOnly: false, busyMilliseconds: 0)
      // The second step's index has this name.
      try database.run("CREATE INDEX corrections_contributor ON corrections (time)")
    }
    #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
    let database = try Database(place.store, isReadOnly: true, busyMilliseconds: 0)
    #expect(try database.number("PRAGMA user_version") == 1)
    #expect(try database.number("SELECT count(*) FROM pragma_table_info('corrections')") == 10)
  }

  @Test func aNewerReleasesStoreIsRefused() throws {
    let place = try StorePlace()
    do {
      let store = try CorrectionStore(path: place.store)
      try store.withDatabase { database throws(InputError) in try database.run("PRAGMA user_version = 99") }
    }
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
    #expect(error?.kind == .malformed)
    #expect(
      error?.description
        == "the store is of a newer release in \(place.store): expected version 2 or less, found version 99; use the release that wrote it, or a newer one."
    )
  }

  /// The server began, and answered 503 from then on.
  @Test(arguments: [
    ("DROP TABLE corrections", "no table of corrections"),
    ("ALTER TABLE corrections RENAME TO others", "no table of corrections"),
    ("ALTER TABLE corrections DROP COLUMN canvas", "a table of corrections without some of its columns"),
  ])
  func aStoreWithoutItsTableIsRefused(_ statement: String, _ found: String) throws {
    let place = try StorePlace()
    do {
      let store = try CorrectionStore(path: place.store)
      try store.withDatabase { database throws(InputError) in try database.run(statement) }
      try store.close()
    }
    for isReadOnly in [false, true] {
      let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store, isReadOnly: isReadOnly) }
      #expect(error?.kind == .malformed && error?.found == found)
    }
  }

  /// It said "found *** in database main ***".
  @Test func whatSQLiteFindsIsSaid() {
    #expect(
      PageCheck.sentence("*** in database main ***\nTree 4 page 5: btreeInitPage() returns error code 11\nmore")
        == "Tree 4 page 5: btreeInitPage() returns error code 11")
    #expect(PageCheck.sentence("row 1 missing from index a") == "row 1 missing from index a")
    #expect(PageCheck.sentence("*** in database main ***\n") == "damaged pages")
  }

  @Test func anotherProgramsDatabaseIsRefused() throws {
    let place = try StorePlace()
    do {
      let database = try Database(place.store, isReadOnly: false, busyMilliseconds: 0)
      try database.run("CREATE TABLE bookmarks (address TEXT)")
    }
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
    #expect(error?.description.contains("found a database of another program") == true)
  }
}
