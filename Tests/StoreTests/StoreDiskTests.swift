import InklingFiles
import InklingPlatform
import Testing

@testable import InklingStore

/// What happens to the file and its disk while a store is open.
@Suite struct StoreDiskTests {
  /// Readers were let in after the writers, and who waited for another program's lock kept all others waiting.
  @Test func readersDoNotWaitForWritersAndNobodyForLong() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store, busyMilliseconds: 10)
    let given = try StorePlace.correction("7")
    try store.add(given)
    try store.withDatabase { _ throws(InputError) in
      #expect(try store.count() == 1)
      #expect(try store.corrections().count == 1)
      let error = #expect(throws: InputError.self) { try store.add(given) }
      #expect(error?.kind == .unavailable && error?.what == "the store is locked by another program")
    }
    try store.add(given)
    #expect(try store.count() == 2)
  }

  /// SQLite goes on with a file that has no name any more.
  @Test func aFileThatWasTakenAwayIsSaidSo() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let given = try StorePlace.correction("7")
    try store.add(given)
    #expect(rename(place.store, place.store + ".away") == 0)
    func isSaid(_ found: String) {
      for work in [{ _ = try store.add(given) }, { _ = try store.count() }, { _ = try store.delete(id: 1) }] {
        let error = #expect(throws: InputError.self) { try work() }
        #expect(error?.what == "the store's file was taken away, and nothing is kept" && error?.found == found)
      }
    }
    isSaid("none")
    #expect(!FileStatus.isThere(place.store))
    try DurableFile.write([], to: place.store)
    isSaid("another file of that name")
    // Who puts it back goes on with it.
    #expect(rename(place.store + ".away", place.store) == 0)
    try store.add(given)
    #expect(try store.count() == 2)
  }

  @Test func aLogThatWasTakenAwayIsSaidSo() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let given = try StorePlace.correction("7")
    try store.add(given)
    unlink(place.store + "-wal")
    let error = #expect(throws: InputError.self) { try store.add(given) }
    #expect(error?.what == "the store's log was taken away, and what is given may be lost")
  }

  #if os(Linux)
    /// SQLite says that it cannot open the file, which sent people to its path. Only who may mount can run it.
    @Test(.enabled(if: geteuid() == 0), arguments: [false, true]) func aReadOnlyFileSystemIsSaidSo(isThere: Bool) throws
    {
      let place = try StorePlace()
      guard mount("tmpfs", place.folder, "tmpfs", 0, "size=4m") == 0 else {
        try Test.cancel("this process may not mount")
      }
      defer { umount2(place.folder, Int32(MNT_DETACH)) }
      if isThere {
        let store = try CorrectionStore(path: place.store)
        try store.add(try StorePlace.correction("7"))
        try store.close()
      }
      // MS_REMOUNT and MS_RDONLY.
      #expect(mount("tmpfs", place.folder, "tmpfs", 32 | 1, nil) == 0)
      let error = #expect(throws: InputError.self) { try CorrectionStore(path: place.store) }
      #expect(error?.kind == .unwritable && error?.what == "the store is on a read-only file system")
      if isThere { #expect(try CorrectionStore(path: place.store, isReadOnly: true).count() == 1) }
    }
  #endif

  /// A real full disk: a file system in memory, which another file fills. Only who may mount can run it.
  #if os(Linux)
    @Test(.enabled(if: geteuid() == 0)) func somethingIsDeletedOnAFullDisk() throws {
      let place = try StorePlace()
      guard mount("tmpfs", place.folder, "tmpfs", 0, "size=1300k") == 0 else {
        try Test.cancel("this process may not mount")
      }
      defer { umount2(place.folder, Int32(MNT_DETACH)) }
      let store = try CorrectionStore(path: place.store)
      let mark = "Zw0lfBoxkaempfer"
      for _ in 0..<20 { try store.add(try StorePlace.correction("7", contributor: mark, strokes: true)) }
      try store.add(try StorePlace.correction("8", contributor: "two"))
      let descriptor = open("\(place.folder)/filler", O_WRONLY | O_CREAT, 0o600)
      let bytes = [UInt8](repeating: 1, count: 4096)
      while systemWrite(descriptor, bytes, bytes.count) > 0 {}
      close(descriptor)
      var error: InputError?
      for _ in 0..<1000 where error == nil {
        do throws(InputError) {
          try store.add(try StorePlace.correction("9", contributor: mark, strokes: true))
        } catch let fault {
          error = fault
        }
      }
      // It does not send people in a circle.
      #expect(error?.what == "the store cannot grow" && error?.remedy == "free some space on the disk")
      #expect(try store.delete(contributor: mark) >= 20)
      #expect(try store.corrections().map(\.correction.label) == ["8"])
      #expect(!place.bytes().contains(mark))
    }
  #endif
}
