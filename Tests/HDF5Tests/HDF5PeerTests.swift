import Foundation
import InklingFiles
import InklingFormats
import InklingHDF5
import Testing

/// Files by h5py, with what h5py reads from them, which Tests/Peers/hdf5_files.py wrote down; those of another table where
/// the environment's HDF5_FILES names one.
@Suite struct HDF5PeerTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let refused: String?
    let datasets: [Dataset]
    let attributes: [Attribute]
    var testDescription: String { name }
  }
  struct Dataset: Decodable, Sendable {
    let path: String
    let refused: String?
    let value: Value?
  }
  struct Attribute: Decodable, Sendable {
    let place: String
    let name: String
    let value: Value
  }
  /// Numbers, texts, or what is not read.
  struct Value: Decodable, Sendable {
    let type: String?
    let shape: [Int]?
    let base64: Data?
    let texts: [String]?
  }

  private static let zip: ZipFile? = {
    let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = ProcessInfo.processInfo.environment["HDF5_FILES"] ?? tests.path + "/Peers/hdf5_files.base64"
    guard let text = FileManager.default.contents(atPath: path),
      let packed = Data(base64Encoded: text, options: .ignoreUnknownCharacters)
    else { return nil }
    return try? ZipFile(bytes: [UInt8](packed))
  }()

  static let cases: [Case] = {
    guard let table = try? zip?.read("cases.json") else { return [] }
    return (try? JSONDecoder().decode([Case].self, from: Data(table))) ?? []
  }()

  static func bytes(_ name: String) throws -> [UInt8] { try #require(zip).read(name) }

  @Test func thereIsATable() { #expect(!Self.cases.isEmpty) }

  @Test(arguments: cases) func whatH5pyReadsIsRead(_ item: Case) throws {
    let bytes = try Self.bytes(item.name)
    guard item.refused == nil else {
      let error = #expect(throws: InputError.self) { try HDF5File(bytes, path: "x.h5") }
      #expect(error?.description == item.refused)
      #expect(error?.kind == .malformed)
      return
    }
    let file = try HDF5File(bytes, path: "x.h5")
    #expect(Set(file.root.datasets.map(\.path)) == Set(item.datasets.map(\.path)))
    for expected in item.datasets {
      let dataset = try #require(file.root.dataset(expected.path), "\(expected.path)")
      try check(file, dataset, expected)
    }
    var counts: [String: Int] = [:]
    for expected in item.attributes {
      counts[expected.place, default: 0] += 1
      let all = attributes(file.root, expected.place)
      let attribute = try #require(all.first { $0.name == expected.name }, "\(expected.place): \(expected.name)")
      check(attribute.value, expected)
    }
    for (place, count) in counts { #expect(attributes(file.root, place).count == count) }
  }

  private func check(_ file: HDF5File, _ dataset: HDF5Dataset, _ expected: Dataset) throws {
    if let refused = expected.refused {
      let error = #expect(throws: InputError.self) { try file.array(dataset) }
      let start = "the data set '\(expected.path)' " + refused.split(separator: ":")[0] + " in x.h5"
      let rest = refused.split(separator: ":").dropFirst().map { ":" + $0 }.joined()
      #expect(error?.description == start + rest + ".")
      return
    }
    guard let value = expected.value, let type = value.type else { return }
    let array = try file.array(dataset)
    #expect(array.name == expected.path)
    #expect(array.elementType.rawValue == type, "\(expected.path)")
    #expect(array.shape == value.shape, "\(expected.path)")
    #expect(dataset.shape == array.shape)
    #expect(array.bytes == value.base64.map { [UInt8]($0) }, "\(expected.path)")
  }

  private func check(_ value: HDF5Value, _ expected: Attribute) {
    let place: Comment = "\(expected.place): \(expected.name)"
    switch value {
    case .unread: #expect(expected.value.shape == nil, place)
    case .texts(let texts, let shape):
      #expect(texts == expected.value.texts, place)
      #expect(shape == expected.value.shape, place)
    case .array(let array):
      #expect(array.elementType.rawValue == expected.value.type, place)
      #expect(array.shape == expected.value.shape, place)
      #expect(array.bytes == expected.value.base64.map { [UInt8]($0) }, place)
    }
  }

  private func attributes(_ root: HDF5Group, _ place: String) -> [HDF5Attribute] {
    root.group(place)?.attributes ?? root.dataset(place)?.attributes ?? []
  }
}
