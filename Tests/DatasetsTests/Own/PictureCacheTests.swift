import Foundation
import InklingFiles
import InklingImages
import Synchronization
import Testing

@testable import InklingDatasets

@Suite struct PictureCacheTests {
  /// Counts how often a picture is decoded.
  private final class Counter: Sendable {
    let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
  }

  private func read(_ folder: String, _ cache: String, _ counter: Counter, image: ImageSize? = nil) throws -> Dataset {
    var set = PictureDataset(try PictureListing(folder: folder), name: "x", source: folder)
    set.reader.decode = { path throws(InputError) in
      counter.count.withLock { $0 += 1 }
      return try decodedPicture(of: path)
    }
    return try set.read(DatasetReading(image: image, cache: cache))
  }

  @Test func picturesAreDecodedOnce() throws {
    let folder = try TemporaryFolder()
    let cache = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    let counter = Counter()
    let first = try read(folder.path, cache.path, counter)
    let decoded = counter.value
    #expect(decoded >= 6)
    let second = try read(folder.path, cache.path, counter)
    #expect(counter.value == decoded && second.fingerprint == first.fingerprint)
    #expect(second.train == first.train && second.test == first.test && second.notes == first.notes)
    #expect(cache.names.count == 1)
    // Another size is another file.
    #expect(try read(folder.path, cache.path, counter, image: ImageSize("1x2x2")).train.height == 2)
    #expect(counter.value > decoded && cache.names.count == 2)
  }

  @Test func aChangedPictureIsDecodedAgain() throws {
    let folder = try TemporaryFolder()
    let cache = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    let counter = Counter()
    let first = try read(folder.path, cache.path, counter)
    try folder.write(try SmallSets.png(200, width: 5, height: 4), to: "train/a/1.png")
    let second = try read(folder.path, cache.path, counter)
    #expect(second.train.images[0] == 200 && second.fingerprint != first.fingerprint)
    try folder.write(try SmallSets.png(9), to: "train/b/9.png")
    #expect(try read(folder.path, cache.path, counter).train.count == 5)
    #expect(cache.names.count == 1)
  }

  /// As `cp -p`, `rsync -t` and `tar` leave it: the size and the time of its bytes are the old ones.
  @Test func aChangedPictureWithItsOldTimeIsDecodedAgain() throws {
    let folder = try TemporaryFolder()
    let cache = try TemporaryFolder()
    func write(_ level: UInt8) throws {
      for name in ["a/1.pgm", "b/1.pgm"] {
        let picture = Picture(width: 4, height: 4, gray: level)
        let path = try folder.write(try PictureFile.encode(picture, as: .pnm), to: name)
        let time = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
      }
    }
    try write(10)
    let counter = Counter()
    #expect(try read(folder.path, cache.path, counter).train.images[0] == 10)
    // The clock of a file system may have ticks of several milliseconds.
    Thread.sleep(forTimeInterval: 0.02)
    try write(200)
    #expect(try read(folder.path, cache.path, counter).train.images[0] == 200)
  }

  /// Another file of the same size and time, moved into its place.
  @Test func anotherFileInAPicturesPlaceIsDecoded() throws {
    let folder = try TemporaryFolder()
    let cache = try TemporaryFolder()
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    for (name, level) in [("a/1.pgm", 10), ("b/1.pgm", 20), ("new", 200)] as [(String, UInt8)] {
      let picture = Picture(width: 4, height: 4, gray: level)
      let path = try folder.write(try PictureFile.encode(picture, as: .pnm), to: name)
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    }
    let counter = Counter()
    #expect(try read(folder.path, cache.path, counter).train.images[0] == 10)
    #expect(rename(folder.path + "/new", folder.path + "/a/1.pgm") == 0)
    #expect(try read(folder.path, cache.path, counter).train.images[0] == 200)
  }

  @Test func aDamagedCacheIsMadeAnew() throws {
    let folder = try TemporaryFolder()
    let cache = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    let counter = Counter()
    let first = try read(folder.path, cache.path, counter)
    let names = cache.names
    let name = try #require(names.first)
    let stored = cache.bytes(name)
    let whole = try #require(stored)
    for damage in 0..<4 {
      var bytes = whole
      switch damage {
      case 0: bytes[bytes.count - 5] ^= 1
      case 1: bytes.removeLast(9)
      case 2: bytes = []
      default: bytes[3] = 0xFF
      }
      try cache.write(bytes, to: name)
      let before = counter.value
      let again = try read(folder.path, cache.path, counter)
      let written = cache.bytes(name)
      #expect(again.train == first.train && counter.value > before && written == whole)
    }
  }

  @Test func aCacheThatCannotBeWrittenIsNoFault() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    let set = try Dataset.own(folder.path, cache: "/dev/null/cache")
    #expect(set.train.count == 4 && set.notes.last?.hasPrefix("the pictures are not kept for the next time") == true)
  }

  @Test func theEnvironmentNamesTheFolder() {
    #expect(DatasetLocator.pictureCache(environment: ["HOME": "/h"]) == "/h/.cache/inkling/pictures")
    #expect(DatasetLocator.pictureCache(environment: ["HOME": "/h", "INKLING_CACHE": "/c"]) == "/c")
    #expect(DatasetLocator.pictureCache(environment: ["HOME": "/h", "INKLING_CACHE": "none"]) == nil)
  }
}
