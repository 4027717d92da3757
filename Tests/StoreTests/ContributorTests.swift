import InklingFiles
import Testing

@testable import InklingStore

/// Whom a person means whose corrections are to be deleted.
@Suite struct ContributorTests {
  private static let token = "0123456789abcdef0123456789abcdef"
  private static var digest: String { sha256Hex(Array(token.utf8)) }

  private static func filled(_ place: StorePlace) throws -> CorrectionStore {
    let store = try CorrectionStore(path: place.store)
    for contributor in [digest, digest, "aaaaaa11", "aaaaaa22", "first"] {
      try store.add(try StorePlace.correction("7", contributor: contributor))
    }
    return store
  }

  /// Each of these deleted nothing, and was no error.
  @Test func theTokenItsDigestAndItsFirstDigitsNameSomebody() throws {
    let names = [
      Self.token, Self.digest, Self.digest.uppercased(), String(Self.digest.prefix(6)),
      String(Self.digest.prefix(40)).uppercased(),
    ]
    for name in names {
      let place = try StorePlace()
      let store = try Self.filled(place)
      #expect(try store.delete(contributorNamed: name) == 2, "\(name)")
      #expect(try store.count() == 3)
    }
  }

  @Test func aNameThatTheStoreHasIsMeantItself() throws {
    let place = try StorePlace()
    #expect(try Self.filled(place).delete(contributorNamed: "first") == 1)
  }

  @Test(arguments: ["", "fir", "abcde", "zzzzzz", "%", "______", "ffffffffffff", String(repeating: "f", count: 65)])
  func whoeverIsNotThereIsSaid(_ name: String) throws {
    let place = try StorePlace()
    let store = try Self.filled(place)
    let error = #expect(throws: InputError.self) { try store.delete(contributorNamed: name) }
    #expect(error?.kind == .missing && error?.what == "the store has no corrections of this contributor")
    #expect(try store.count() == 5)
  }

  @Test func digitsOfSeveralAreRefused() throws {
    let place = try StorePlace()
    let store = try Self.filled(place)
    let error = #expect(throws: InputError.self) { try store.delete(contributorNamed: "aaaaaa") }
    #expect(error?.kind == .usage && error?.what == "several contributors begin so")
    #expect(try store.count() == 5)
    #expect(try store.delete(contributorNamed: "AAAAAA1") == 1)
  }

  /// Who could not take everything out of the log the first time tries again, and has nothing left to delete.
  @Test func theLogIsEmptiedAlsoForNobody() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let mark = "whoever-gave-this"
    try store.add(try StorePlace.correction("7", contributor: mark))
    try store.withDatabase { database throws(InputError) in try database.run("DELETE FROM corrections") }
    #expect(place.bytes().contains(mark))
    #expect(throws: InputError.self) { try store.delete(contributorNamed: mark) }
    #expect(!place.bytes().contains(mark))
  }
}
