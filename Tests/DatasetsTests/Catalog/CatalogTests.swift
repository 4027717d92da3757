import InklingFiles
import Testing

@testable import InklingDatasets

struct CatalogTests {
  @Test func knowsItsEntriesByName() throws {
    #expect(
      Catalog.entries.map(\.name) == [
        "mnist", "fashion-mnist", "kmnist", "qmnist", "emnist-balanced", "emnist-byclass", "emnist-bymerge",
        "emnist-digits", "emnist-letters", "emnist-mnist",
      ])
    for entry in Catalog.entries { #expect(try Catalog.entry(named: entry.name.uppercased()) == entry) }
  }

  @Test func anUnknownNameIsSaidSo() {
    let error = #expect(throws: InputError.self) { try Catalog.entry(named: "cifar") }
    #expect(error?.kind == .usage)
    #expect(error?.found == "cifar")
    #expect(error?.expected?.hasPrefix("one of mnist, fashion-mnist, ") == true)
  }

  @Test(arguments: Catalog.entries) func anEntryIsWhole(entry: CatalogEntry) {
    #expect(Set(entry.classNames).count == entry.classNames.count)
    #expect(Set(entry.files.map(\.name)).count == 4)
    var files = entry.files
    switch entry.origin {
    case .files(let mirrors):
      #expect(!mirrors.isEmpty)
      #expect(mirrors.allSatisfy { $0.hasPrefix("http") && $0.hasSuffix("/") })
    case .archive(let archive, _, let mirrors):
      #expect(mirrors.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/") })
      files = [archive]
    }
    for file in files {
      #expect(file.sha256?.count == 64)
      #expect(file.sha256?.allSatisfy { "0123456789abcdef".contains($0) } == true)
    }
  }

  /// No digest is there twice: a slip of copying would show.
  @Test func digestsDiffer() {
    let digests = Catalog.entries.filter { !$0.name.hasPrefix("emnist") }.flatMap(\.files).compactMap(\.sha256)
    #expect(digests.count == 16)
    #expect(Set(digests).count == 16)
  }

  @Test func theSplitsOfEMNISTHaveTheirClasses() throws {
    let counts = Catalog.emnist.map { ($0.name, $0.classNames.count) }
    #expect(
      Dictionary(uniqueKeysWithValues: counts) == [
        "emnist-balanced": 47, "emnist-byclass": 62, "emnist-bymerge": 47, "emnist-digits": 10, "emnist-letters": 26,
        "emnist-mnist": 10,
      ])
    let balanced = try Catalog.entry(named: "emnist-balanced").classNames
    #expect([balanced[9], balanced[10], balanced[35], balanced[36], balanced[46]] == ["9", "A", "Z", "a", "t"])
  }
}
