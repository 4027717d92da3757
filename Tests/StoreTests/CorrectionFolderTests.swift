import InklingFiles
import InklingImages
import Testing

@testable import InklingStore

@Suite struct CorrectionFolderTests {
  private static func filled(_ place: StorePlace, labels: [String], side: Int = 28) throws -> CorrectionStore {
    let store = try CorrectionStore(path: place.store)
    for label in labels { try store.add(try StorePlace.correction(label, side: side)) }
    return store
  }

  @Test func writesPicturesAndATable() throws {
    let place = try StorePlace()
    let store = try Self.filled(place, labels: ["7", "4"])
    let folder = "\(place.folder)/out"
    #expect(try store.export(to: folder + "/") == 2)
    #expect(try Folder.listing(of: folder) == ["000001.png", "000002.png", "labels.csv"])
    let table = String(decoding: try FileBytes.read("\(folder)/labels.csv", limit: 1 << 20), as: UTF8.self)
    #expect(table.split(whereSeparator: \.isNewline) == ["file,label", "000001.png,7", "000002.png,4"])
    #expect(try PictureFile.read("\(folder)/000001.png").width == 28)
  }

  @Test func writesIDXWithTheDigitsAsLabels() throws {
    let place = try StorePlace()
    let store = try Self.filled(place, labels: ["7", "4"])
    let folder = "\(place.folder)/idx"
    #expect(try store.export(to: folder, form: .idx) == 2)
    let images = try FileBytes.read("\(folder)/train-images-idx3-ubyte", limit: 1 << 20)
    #expect(images.count == 16 + 2 * 784)
    #expect(Array(images[..<16]) == [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28])
    let labels = try FileBytes.read("\(folder)/train-labels-idx1-ubyte", limit: 1 << 20)
    #expect(labels == [0, 0, 8, 1, 0, 0, 0, 2, 7, 4])
  }

  @Test func otherClassesAreTheOnesThatOccur() {
    #expect(CorrectionFolder.classes(of: ["b", "a", "b"]) == ["a", "b"])
    #expect(CorrectionFolder.classes(of: ["3"]).count == 10)
  }

  @Test func severalSizesAreRefusedInIDXAndNothingIsLeft() throws {
    let place = try StorePlace()
    let store = try Self.filled(place, labels: ["7"])
    try store.add(try StorePlace.correction("4", side: 32))
    let error = #expect(throws: InputError.self) { try store.export(to: "\(place.folder)/idx", form: .idx) }
    #expect(error?.description.contains("found 32x32, of correction 2") == true)
    #expect(Folder.entries(of: place.folder)?.contains { $0.contains("idx") } == false)
  }

  /// Adds a correction of another model.
  private static func add(_ label: String, of model: String, _ store: CorrectionStore, side: Int = 28) throws {
    var given = try StorePlace.correction(label, side: side)
    given.model.name = model
    given.answer = label
    try store.add(given)
  }

  @Test(arguments: CorrectionExportForm.allCases) func modelsThatDifferAreNotMixed(form: CorrectionExportForm) throws {
    for (label, side) in [("a", 28), ("3", 32)] {
      let place = try StorePlace()
      let store = try Self.filled(place, labels: ["7", "4"])
      try Self.add(label, of: "other", store, side: side)
      let error = #expect(throws: InputError.self) { try store.export(to: "\(place.folder)/out", form: form) }
      #expect(
        error?.kind == .usage && error?.found == "'digits', 'other'" && error?.remedy == "choose one with --model")
      #expect(!FileStatus.isThere("\(place.folder)/out"))
      #expect(try store.export(to: "\(place.folder)/digits", form: form, model: "digits") == 2)
      #expect(try store.export(to: "\(place.folder)/other", form: form, model: "other") == 1)
      let none = #expect(throws: InputError.self) { try store.export(to: "\(place.folder)/out", model: "none") }
      #expect(none?.kind == .missing && none?.expected == "'digits', 'other'")
    }
  }

  @Test func modelsOfOneKindAreOneDataSet() throws {
    let place = try StorePlace()
    let store = try Self.filled(place, labels: ["7", "4"])
    try Self.add("3", of: "other", store)
    #expect(try store.export(to: "\(place.folder)/out", form: .idx) == 3)
  }

  @Test func aFolderWithSomethingInItStaysAsItIs() throws {
    let place = try StorePlace()
    let store = try Self.filled(place, labels: ["7"])
    let error = #expect(throws: InputError.self) { try store.export(to: place.folder) }
    #expect(error?.kind == .unwritable)
    #expect(error?.description.contains("the folder has something in it") == true)
  }

  @Test func anEmptyStoreGivesNothing() throws {
    let place = try StorePlace()
    let store = try CorrectionStore(path: place.store)
    let error = #expect(throws: InputError.self) { try store.export(to: "\(place.folder)/out") }
    #expect(error?.kind == .missing)
    #expect(!FileStatus.isThere("\(place.folder)/out"))
  }
}
