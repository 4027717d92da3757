import InklingCSQLite
import InklingFiles
import InklingImages
import InklingPlatform
import Testing

@testable import InklingStore

@Suite struct CorrectionStoreTests {
  @Test func keepsEverythingOfACorrection() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let given = try StorePlace.correction("7", strokes: true)
    let id = try store.add(given)
    #expect(try store.corrections() == [StoredCorrection(id: id, correction: given)])
    #expect(try CorrectionStore(path: place.store).correction(id: id)?.correction == given)
    #expect(try store.newest(5)[0].correction.strokes.isEmpty)
  }

  @Test func listsInOrderAndByContributor() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    for (number, name) in ["a", "b", "a"].enumerated() {
      try store.add(try StorePlace.correction("\(number)", contributor: name))
    }
    #expect(try store.corrections().map(\.correction.label) == ["0", "1", "2"])
    #expect(try store.corrections(contributor: "a").map(\.correction.label) == ["0", "2"])
    #expect(try store.corrections(after: 1, limit: 1).map(\.correction.label) == ["1"])
    #expect(try store.newest(2).map(\.correction.label) == ["1", "2"])
    #expect(try store.count() == 3)
    #expect(try store.count(contributor: "a") == 2)
    #expect(try store.count(contributor: "nobody") == 0)
  }

  @Test func correctionsAreToldApartByTheirModel() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    for (number, name) in ["one", "two", "one", "two", "two"].enumerated() {
      var given = try StorePlace.correction("\(number)", contributor: number < 2 ? "a" : "b")
      given.model.name = name
      try store.add(given)
    }
    #expect(try store.count(model: "two") == 3 && store.count(contributor: "b", model: "two") == 2)
    #expect(try store.count(contributor: "a") == 2 && store.count(model: "' OR 1") == 0)
    #expect(try store.corrections(model: "one").map(\.correction.label) == ["0", "2"])
    #expect(try store.newest(2, model: "two").map(\.correction.label) == ["3", "4"])
    #expect(try store.newest(9, model: "one").map(\.correction.label) == ["0", "2"])
  }

  @Test func whatIsDeletedIsGoneFromTheFileAndItsLog() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let mark = "Zw0lfBoxkaempfer"
    try store.add(try StorePlace.correction("7", contributor: mark))
    let kept = try store.add(try StorePlace.correction("8", contributor: "other"))
    #expect(place.bytes().contains(mark))
    #expect(try store.delete(contributor: mark) == 1)
    #expect(!place.bytes().contains(mark))
    #expect(try store.delete(contributor: mark) == 0)
    #expect(try store.delete(id: kept))
    #expect(try store.delete(id: kept) == false)
    #expect(try store.count() == 0)
  }

  @Test func aNumberIsNeverGivenTwice() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let first = try store.add(try StorePlace.correction("7"))
    try store.delete(id: first)
    #expect(try store.add(try StorePlace.correction("7")) > first)
  }

  @Test func severalThreadsAndStoresWriteAtOnce() throws {
    let place = try StorePlace()
    let stores = [try CorrectionStore(path: place.store), try CorrectionStore(path: place.store)]
    let given = try StorePlace.correction("7")
    SystemThread.perform(8) { number in
      for _ in 0..<5 { #expect(throws: Never.self) { try stores[number % 2].add(given) } }
    }
    #expect(try stores[0].count() == 40)
  }

  @Test func theFileIsItsOwnersAlone() throws {
    let place = try StorePlace()
    _ = try CorrectionStore(path: place.store)
    var status = stat()
    #expect(stat(place.store, &status) == 0)
    #expect(status.st_mode & 0o077 == 0)
  }

  @Test func tokensAreLongAndDiffer() {
    let tokens = Set((0..<100).map { _ in CorrectionStore.newContributor() })
    #expect(tokens.count == 100)
    #expect(tokens.allSatisfy { $0.count == 32 })
  }

  @Test(arguments: [
    ("label", "a correction's right class is no name"), ("framed", "a correction's framed picture is no PNG file"),
    ("canvas", "a correction's canvas is too large"), ("probability", "a correction's probability is out of range"),
    ("contributor", "a correction's contributor is no token"), ("point", "a point that is none"),
    ("version", "a correction's model is none"),
  ])
  func whatCannotBeKeptIsRefused(_ part: String, _ words: String) throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    var wrong = try StorePlace.correction("7")
    switch part {
    case "label": wrong.label = "a\nb"
    case "framed": wrong.framed = [1, 2, 3]
    case "canvas": wrong.canvas = wrong.framed + [UInt8](repeating: 0, count: Correction.largestCanvas)
    case "probability": wrong.probability = .nan
    case "contributor": wrong.contributor = "a'; DROP TABLE corrections; --"
    case "point": wrong.strokes = [[StrokePoint(x: .infinity, y: 0)]]
    default: wrong.model.version = 0
    }
    let error = #expect(throws: InputError.self) { try store.add(wrong) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(words) == true)
    #expect(try store.count() == 0)
  }
}
