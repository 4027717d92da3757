import InklingFiles
import InklingImages
import InklingPlatform
import Testing

@testable import InklingStore

@Suite struct StoreFaultTests {
  @Test func aLockedStoreIsSaidSo() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store, busyMilliseconds: 10)
    let other = try Database(place.store, isReadOnly: false, busyMilliseconds: 0)
    try other.run("BEGIN IMMEDIATE")
    let given = try StorePlace.correction("7")
    let error = #expect(throws: InputError.self) { try store.add(given) }
    #expect(error?.kind == .unavailable)
    #expect(
      error?.description
        == "the store is locked by another program in \(place.store); end what writes to it, and try again.")
    try other.run("ROLLBACK")
    try store.add(given)
    #expect(try store.count() == 1)
  }

  /// It said that all was deleted while it was in the log.
  @Test func whatSomebodyReadsIsNotSaidToBeGone() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store, busyMilliseconds: 10)
    let mark = "whoever-gave-this"
    try store.add(try StorePlace.correction("7", contributor: mark))
    let other = try Database(place.store, isReadOnly: true, busyMilliseconds: 0)
    try other.run("BEGIN")
    #expect(try other.number("SELECT count(*) FROM corrections") == 1)
    let error = #expect(throws: InputError.self) { try store.delete(contributor: mark) }
    #expect(error?.kind == .unavailable)
    #expect(error?.description.contains("what was deleted is still in the store's log") == true)
    #expect(try store.count() == 0 && place.bytes().contains(mark))
    // As long as somebody reads, that stays so; then nothing is left to delete, and the log is emptied.
    #expect(throws: InputError.self) { try store.delete(contributor: mark) }
    try other.run("COMMIT")
    #expect(try store.delete(contributor: mark) == 0)
    #expect(!place.bytes().contains(mark))
  }

  @Test func aStoreThatIsFullRefusesAndKeepsWhatItHas() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store, largestBytes: 64 << 10)
    let given = try StorePlace.correction("7", strokes: true)
    var added = 0
    var error: InputError?
    while error == nil, added < 1000 {
      do throws(InputError) {
        try store.add(given)
        added += 1
      } catch let fault {
        error = fault
      }
    }
    #expect(added > 0)
    #expect(error?.kind == .broken)
    #expect(error?.description.contains("the store cannot grow") == true)
    // Its own limit: deleting makes room.
    #expect(error?.remedy == "delete corrections that are not needed")
    #expect(try store.count() == added)
    #expect(try CorrectionStore(path: place.store).count() == added)
  }

  @Test func nothingIsWrittenThroughAStoreThatIsOpenForReading() throws {
    let place = try StorePlace()
    try CorrectionStore(path: place.store).add(try StorePlace.correction("7"))
    let store = try CorrectionStore(path: place.store, isReadOnly: true)
    #expect(try store.count() == 1)
    let given = try StorePlace.correction("8")
    let error = #expect(throws: InputError.self) { try store.add(given) }
    #expect(error?.kind == .unwritable)
    #expect(error?.description.contains("the store may not be written to") == true)
  }

  @Test(.enabled(if: geteuid() != 0)) func aFileWithoutWritePermissionIsSaidSo() throws {
    let place = try StorePlace()
    _ = try CorrectionStore(path: place.store)
    chmod(place.store, 0o400)
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
    #expect(error?.kind == .unwritable)
  }

  @Test func damagedPagesAreNoticed() throws {
    let place = try StorePlace()
    do {
      let store = try CorrectionStore(path: place.store)
      for label in 0..<40 { try store.add(try StorePlace.correction("\(label)", strokes: true)) }
      _ = try store.withDatabase { database throws(InputError) in
        try database.number("PRAGMA wal_checkpoint(TRUNCATE)")
      }
    }
    var bytes = try FileBytes.read(place.store, limit: 1 << 24)
    // The roots of the tables, behind the first page.
    for place in 4096..<4096 * 3 { bytes[place] = 0xA5 }
    try DurableFile.write(bytes, to: place.store)
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains("the store is damaged, or is no store") == true)
  }

  @Test(arguments: [10, 100, 5000]) func whatIsNoDatabaseIsRefused(_ count: Int) throws {
    let place = try StorePlace()
    try DurableFile.write([UInt8](repeating: 0x41, count: count), to: place.store)
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
    #expect(error?.kind == .malformed)
    #expect(try FileBytes.read(place.store, limit: 1 << 20).count == count)
  }

  /// In reading SQLite waited for whoever writes into it.
  @Test(arguments: [true, false]) func aNamedPipeIsNoStore(isReadOnly: Bool) throws {
    let place = try StorePlace()
    #expect(mkfifo(place.store, 0o600) == 0)
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store, isReadOnly: isReadOnly) }
    #expect(error?.kind == .missing && error?.found == "a pipe or a device")
  }

  @Test func aStoreThatIsNotThereIsNotMadeForReading() throws {
    let place = try StorePlace()
    let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store, isReadOnly: true) }
    #expect(error?.kind == .missing)
    #expect(!FileStatus.isThere(place.store))
    let folder = #expect(throws: InputError.self) { try CorrectionStore(path: "\(place.folder)/none/store.sqlite") }
    #expect(folder?.kind == .missing)
    #expect(throws: InputError.self) { try CorrectionStore(path: "") }
    #expect(throws: InputError.self) { try CorrectionStore(path: place.folder) }
  }

  @Test func namesThatSQLiteWouldFollowAreFilesNames() throws {
    let place = try StorePlace()
    let name = "file:\(String(UInt64.random(in: 0...UInt64.max), radix: 36))?mode=memory"
    try CorrectionStore(path: name).add(try StorePlace.correction("7"))
    defer { for ending in ["", "-wal", "-shm", "-reserve"] { unlink("./" + name + ending) } }
    #expect(FileStatus.isThere("./" + name))
    #expect(try CorrectionStore(path: name).count() == 1)
    _ = place
  }

  @Test func aDamagedCorrectionIsNamed() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    try store.add(try StorePlace.correction("7"))
    try store.withDatabase { database throws(InputError) in
      try database.run("UPDATE corrections SET strokes = '[[[1, 2]]]'")
    }
    let error = #expect(throws: InputError.self) { try store.corrections() }
    #expect(error?.description.contains("correction 1 in the store is damaged") == true)
  }
}
