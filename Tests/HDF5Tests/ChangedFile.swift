import InklingFiles
import InklingFormats
import Testing

@testable import InklingHDF5

/// A file by h5py whose bytes are changed so that it lies.
struct ChangedFile {
  private(set) var bytes: [UInt8]

  init(_ name: String) throws { bytes = try HDF5PeerTests.bytes(name) }

  /// What is said when the bytes are opened, or when any of their data sets is read; nil when all is well.
  static func sentence(_ bytes: [UInt8]) -> String? {
    do throws(InputError) {
      let file = try HDF5File(bytes, path: "x.h5")
      for dataset in file.root.datasets { _ = try file.array(dataset) }
      return nil
    } catch {
      #expect(error.kind == .malformed)
      #expect(error.description.unicodeScalars.count <= InputError.largestDescription)
      return error.description
    }
  }

  var sentence: String? { Self.sentence(bytes) }

  /// What is said after one more change, without keeping it.
  func sentence(_ value: UInt64, _ count: Int = 1, at place: Int) -> String? {
    var copy = self
    copy.put(value, count, at: place)
    return copy.sentence
  }

  /// Where some bytes begin for the first time, or for the `number`th.
  func place(_ wanted: [UInt8], _ number: Int = 0) throws -> Int {
    let places = bytes.indices.lazy.filter { bytes[$0...].starts(with: wanted) }
    return try #require(Array(places.prefix(number + 1)).dropFirst(number).first)
  }

  func place(_ wanted: String, _ number: Int = 0) throws -> Int { try place(Array(wanted.utf8), number) }

  mutating func put(_ value: UInt64, _ count: Int = 1, at place: Int) {
    for index in 0..<count { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  /// Writes the checksum of a part to its end.
  mutating func seal(_ start: Int, _ end: Int) {
    put(UInt64(HDF5Checksum.lookup3(bytes[start..<end])), 4, at: end)
  }
}
