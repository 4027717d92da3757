import InklingFiles
import InklingPlatform
import Testing

@testable import InklingStore

/// What is left beside a store's file when it is closed.
@Suite struct StoreEndTests {
  /// After an end in order the corrections were in the log alone: who copied the file had none.
  @Test func afterItsEndTheFileAloneHasAllCorrections() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    for label in ["7", "4"] { try store.add(try StorePlace.correction(label)) }
    #expect(FileStatus.isThere(place.store + "-wal"))
    try store.close()
    #expect(!FileStatus.isThere(place.store + "-wal") && !FileStatus.isThere(place.store + "-shm"))
    let copy = place.store + ".copy"
    try DurableFile.write(try FileBytes.read(place.store, limit: 1 << 24), to: copy)
    #expect(try CorrectionStore(path: copy).corrections().map(\.correction.label) == ["7", "4"])
    let error = #expect(throws: InputError.self) { try store.count() }
    #expect(error?.kind == .unavailable && error?.what == "the store was closed")
  }

  /// A server that did not start left an empty store with half a megabyte beside it.
  @Test func whoDoesNotBeginLeavesNothing() throws {
    let place = try StorePlace()
    try CorrectionStore(path: place.store).abandon()
    #expect(Folder.entries(of: place.folder) == [])
    // What somebody has kept meanwhile, and what was there before, stays.
    let made = try CorrectionStore(path: place.store)
    try CorrectionStore(path: place.store).add(try StorePlace.correction("7"))
    made.abandon()
    #expect(FileStatus.isThere(place.store))
    unlink(place.store + "-reserve")
    try CorrectionStore(path: place.store).abandon()
    #expect(!FileStatus.isThere(place.store + "-reserve"))
    #expect(try CorrectionStore(path: place.store).count() == 1)
    try CorrectionStore(path: place.store).abandon()
    #expect(FileStatus.isThere(place.store + "-reserve"))
  }

  @Test func aStoreThatAnotherHasOpenIsWhole() throws {
    let place = try StorePlace()
    let (one, other) = (try CorrectionStore(path: place.store), try CorrectionStore(path: place.store))
    try one.add(try StorePlace.correction("7"))
    try one.close()
    #expect(try FileStatus(of: place.store + "-wal").size == 0)
    try other.add(try StorePlace.correction("4"))
    try other.close()
    #expect(!FileStatus.isThere(place.store + "-wal"))
    #expect(try CorrectionStore(path: place.store, isReadOnly: true).count() == 2)
  }

  @Test func whatAnotherReadsStaysInTheLogAndIsSaid() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store, busyMilliseconds: 10)
    try store.add(try StorePlace.correction("7"))
    let other = try Database(place.store, isReadOnly: true, busyMilliseconds: 0)
    try other.run("BEGIN")
    #expect(try other.number("SELECT count(*) FROM corrections") == 1)
    let error = #expect(throws: InputError.self) { try store.close() }
    #expect(error?.what == "what was given last is still in the store's log, which another program reads")
    try other.run("COMMIT")
    #expect(throws: InputError.self) { try store.count() }
  }

  @Test func aStoreForReadingIsClosedToo() throws {
    let place = try StorePlace()
    try CorrectionStore(path: place.store).add(try StorePlace.correction("7"))
    let store = try CorrectionStore(path: place.store, isReadOnly: true)
    #expect(try store.count() == 1)
    try store.close()
    #expect(throws: InputError.self) { try store.count() }
  }

  /// Nothing can be made beside it: SQLite refused to read it.
  @Test func aStoreInAFolderThatMayNotBeWrittenToIsRead() throws {
    let place = try StorePlace()
    do {
      let store = try CorrectionStore(path: place.store)
      try store.add(try StorePlace.correction("7"))
      try store.close()
    }
    // What the retry does, for who may write everywhere.
    let alone = try Database("\(place.folder)/./store.sqlite", isReadOnly: true, isAlone: true, busyMilliseconds: 0)
    #expect(try alone.number("SELECT count(*) FROM corrections") == 1)
    #expect(!FileStatus.isThere(place.store + "-wal"))
    guard geteuid() != 0 else { return }
    chmod(place.store, 0o400)
    chmod(place.folder, 0o500)
    defer { chmod(place.folder, 0o700) }
    #expect(try CorrectionStore(path: place.store, isReadOnly: true).count() == 1)
  }
}
