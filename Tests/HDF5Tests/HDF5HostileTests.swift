import InklingFiles
import InklingFormats
import Testing

@testable import InklingHDF5

/// Files by h5py with bytes changed so that they lie.
@Suite struct HDF5HostileTests {
  /// What is said when the bytes are opened, or when any of their data sets is read; nil when all is well.
  private func sentence(_ bytes: [UInt8]) -> String? {
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

  /// Where a text begins for the `number`th time.
  private func place(_ text: String, in bytes: [UInt8], _ number: Int = 0) throws -> Int {
    let places = bytes.indices.filter { bytes[$0...].starts(with: text.utf8) }
    return try #require(places.count > number ? places[number] : nil)
  }

  private func put(_ value: UInt64, _ count: Int, at place: Int, in bytes: inout [UInt8]) {
    for index in 0..<count { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  /// The checksum of a part that ends before `end`.
  private func seal(_ start: Int, _ end: Int, in bytes: inout [UInt8]) {
    put(UInt64(HDF5Checksum.lookup3(bytes[start..<end])), 4, at: end, in: &bytes)
  }

  /// Numbers in the superblock: version, sizes, base, end and root.
  @Test(arguments: [
    (8, 1, UInt64(1), "the HDF5 file has a superblock of version 1, which is not read in x.h5."),
    (8, 1, 9, "the superblock of the HDF5 file is damaged in x.h5 at byte 8: expected version 0 to 3, found 9."),
    (
      13, 1, 4,
      "the HDF5 file has addresses of a size that is not read in x.h5: expected 8 bytes, found 4 and 8."
    ),
    (24, 8, 512, "the HDF5 file does not begin at its beginning, which is not read in x.h5."),
    (48, 8, 512, "the HDF5 file is one of several that hold its data, which is not read in x.h5."),
    (64, 8, .max, "the HDF5 file has no root group in x.h5."),
    (
      64, 8, UInt64(Int.max),
      "an object header of the HDF5 file is outside the file in x.h5: expected at most 7170 bytes, "
        + "found 4 bytes at byte 9223372036854775807."
    ),
    (
      64, 8, .max - 1,
      "the superblock of the HDF5 file is damaged in x.h5 at byte 72: found the address 18446744073709551614."
    ),
  ]) func superblock(place: Int, count: Int, value: UInt64, sentence: String) throws {
    var bytes = try HDF5PeerTests.bytes("old_types")
    put(value, count, at: place, in: &bytes)
    let said = self.sentence(bytes)?.replacing("at most \(bytes.count) bytes", with: "at most 7170 bytes")
    #expect(said == sentence)
  }

  @Test func newSuperblock() throws {
    var bytes = try HDF5PeerTests.bytes("new_bfloat16")
    #expect(sentence(bytes) == nil)
    bytes[11] = 1
    #expect(sentence(bytes) == "the HDF5 file was not closed by its writer in x.h5; close it, or write it again.")
    bytes[11] = 2
    #expect(
      sentence(bytes)?.hasPrefix(
        "the superblock of the HDF5 file is damaged in x.h5 at byte 44: expected the checksum ") == true)
    seal(0, 44, in: &bytes)
    #expect(sentence(bytes) == nil)
  }

  /// Each byte that a checksum covers: none may be changed unseen.
  @Test func checksumsSeeEveryChange() throws {
    let bytes = try HDF5PeerTests.bytes("new_bfloat16")
    let start = try place("OHDR", in: bytes)
    for index in start..<start + 60 {
      var changed = bytes
      changed[index] ^= 0x10
      #expect(sentence(changed) != nil, "\(index)")
    }
  }

  @Test func treesInsideThemselves() throws {
    var bytes = try HDF5PeerTests.bytes("old_groups")
    // The tree of the group "many" has its symbol tables at level 0; at level 1 it leads to itself.
    let tree = try place("TREE", in: bytes, 1)
    bytes[tree + 5] = 1
    put(UInt64(tree), 8, at: tree + 32, in: &bytes)
    #expect(sentence(bytes) == "a tree of the HDF5 file is inside itself in x.h5 at byte \(tree).")
    bytes[tree + 5] = 200
    #expect(
      sentence(bytes)
        == "a tree of the HDF5 file is damaged in x.h5 at byte \(tree + 5): expected level 0 to 16, found 200.")
  }

  @Test func continuationsOfThemselves() throws {
    var bytes = try HDF5PeerTests.bytes("old_many_attributes")
    let header = 96
    let kind: [UInt8] = [0x10, 0, 16, 0]
    let message = try #require((header..<bytes.count - 24).first { bytes[$0...].starts(with: kind) })
    put(UInt64(message), 8, at: message + 8, in: &bytes)
    put(24, 8, at: message + 16, in: &bytes)
    #expect(
      sentence(bytes)
        == "an object header of the HDF5 file is damaged in x.h5 at byte \(message): found a continuation of itself.")
  }

  @Test func chunksOutsideTheFile() throws {
    let bytes = try HDF5PeerTests.bytes("old_growing")
    // Node type 1: the chunks of "line". Its first key is the size, the mask, the place and the end of it.
    let head: [UInt8] = Array("TREE".utf8) + [1, 0]
    let trees: [Int] = bytes.indices.filter { bytes[$0...].starts(with: head) }
    let tree: Int = try #require(trees.first)
    func changed(_ value: UInt64, _ count: Int, at offset: Int) -> String? {
      var copy = bytes
      put(value, count, at: tree + offset, in: &copy)
      return sentence(copy)
    }
    #expect(
      changed(UInt64(Int.max), 8, at: 48)
        == "a chunk of the HDF5 file is outside the file in x.h5: expected at most \(bytes.count) bytes, "
        + "found 4 bytes at byte 9223372036854775807.")
    #expect(
      changed(.max, 8, at: 48)
        == "a tree of the HDF5 file is damaged in x.h5 at byte \(tree + 48): expected each chunk once.")
    #expect(
      changed(1, 8, at: 32)
        == "a tree of the HDF5 file is damaged in x.h5 at byte \(tree + 40): expected a chunk of the data set, "
        + "found one at 1.")
    #expect(
      changed(5, 4, at: 24) == "the data set 'line' has a damaged chunk in x.h5: found chunk 0.")
    #expect(
      changed(2, 8, at: 32)
        == "a tree of the HDF5 file is damaged in x.h5 at byte \(tree + 80): expected each chunk once.")
  }

  /// Deflate's data, and Fletcher's checksum.
  @Test func damagedChunks() throws {
    let bytes = try HDF5PeerTests.bytes("old_chunks")
    let file = try HDF5File(bytes, path: "x.h5")
    for (name, row) in [("deflate_one", [UInt8]()), ("odd_sum", [UInt8]([0, 1, 2, 3, 4]))] {
      let dataset = try #require(file.root.dataset(name))
      var changed = bytes
      if name == "odd_sum" {
        var stored = row + [0, 0, 0, 0]
        put(UInt64(HDF5Checksum.fletcher32(row[...])), 4, at: row.count, in: &stored)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: stored) })
        changed[place] ^= 1
      } else {
        // zlib's head, and the first bytes of its data.
        let places = bytes.indices.filter { bytes[$0...].starts(with: [0x78, 0x5E]) }
        for place in places { changed[place + 2] ^= 0xFF }
        #expect(!places.isEmpty)
      }
      let damaged = try HDF5File(changed, path: "x.h5")
      let error = #expect(throws: InputError.self) { try damaged.array(dataset) }
      #expect(error?.description == "the data set '\(name)' has a damaged chunk in x.h5: found chunk 0.")
    }
  }

  /// A data set of another file is looked up by its path.
  @Test func dataSetsOfOtherFiles() throws {
    let file = try HDF5File(HDF5PeerTests.bytes("old_types"), path: "x.h5")
    let other = try #require(try HDF5File(HDF5PeerTests.bytes("old_growing")).root.dataset("line"))
    let error = #expect(throws: InputError.self) { try file.array(other) }
    #expect(error?.description == "the data set 'line' is not in the HDF5 file in x.h5.")
  }

  /// Every beginning of a file, and every file with one byte changed, gives an error or a value.
  @Test(arguments: ["new_growing", "version2", "old_many_attributes", "new_many_attributes", "old_storage"])
  func everyByteMayLie(name: String) throws {
    let bytes = try HDF5PeerTests.bytes(name)
    for index in stride(from: 0, to: bytes.count, by: 7) {
      _ = sentence(Array(bytes.prefix(index)))
      for value: UInt8 in [0xFF, 0x80, 1] {
        var changed = bytes
        changed[index] ^= value
        _ = sentence(changed)
      }
    }
  }

  /// libhdf5 1.10.8 ends the process on this change of a Keras file: the place of a text in its heap.
  @Test func textsOutsideTheirHeap() throws {
    var bytes = try HDF5PeerTests.bytes("old_attributes")
    let heap = UInt64(try place("GCOL", in: bytes))
    var address = [UInt8](repeating: 0, count: 8)
    put(heap, 8, at: 0, in: &address)
    let reference = try #require((0..<bytes.count - 16).first { bytes[($0 + 4)...].starts(with: address) })
    let length = bytes[reference]
    put(heap + 8, 8, at: reference + 4, in: &bytes)
    #expect(
      sentence(bytes)
        == "a global heap of the HDF5 file is damaged in x.h5 at byte \(heap + 8): expected the letters GCOL.")
    put(heap, 8, at: reference + 4, in: &bytes)
    put(UInt64(length) + 200, 4, at: reference, in: &bytes)
    #expect(sentence(bytes)?.contains("expected a text of \(Int(length) + 200) bytes, found none in the heap") == true)
    put(UInt64(length), 4, at: reference, in: &bytes)
    put(0xFFFF_FFFF, 4, at: reference + 12, in: &bytes)
    #expect(sentence(bytes)?.contains("expected a text of \(length) bytes, found none in the heap") == true)
  }
}
