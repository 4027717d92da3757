import InklingFiles
import InklingFormats
import Testing

@testable import InklingHDF5

/// What describes groups and data sets, changed so that it lies.
@Suite struct HDF5HostileTests {
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
    (
      40, 8, 1 << 40, "the HDF5 file is damaged or cut off in x.h5: found 7170 bytes; copy it again."
    ),
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
    let file = try ChangedFile("old_types")
    let said = file.sentence(value, count, at: place)
    #expect(said?.replacing("\(file.bytes.count) bytes", with: "7170 bytes") == sentence)
  }

  @Test func newSuperblock() throws {
    var file = try ChangedFile("new_bfloat16")
    #expect(file.sentence == nil)
    #expect(
      file.sentence(1, at: 11) == "the HDF5 file was not closed by its writer in x.h5; close it, or write it again.")
    file.put(2, at: 11)
    #expect(
      file.sentence?.hasPrefix("the superblock of the HDF5 file is damaged in x.h5 at byte 44: expected the checksum ")
        == true)
    file.seal(0, 44)
    #expect(file.sentence == nil)
  }

  /// Each byte that a checksum covers: none may be changed unseen.
  @Test func checksumsSeeEveryChange() throws {
    let file = try ChangedFile("new_bfloat16")
    let start = try file.place("OHDR")
    for index in start..<start + 60 {
      #expect(file.sentence(UInt64(file.bytes[index] ^ 0x10), at: index) != nil, "\(index)")
    }
  }

  @Test func treesInsideThemselves() throws {
    var file = try ChangedFile("old_groups")
    // The tree of the group "many" has its symbol tables at level 0; at level 1 it leads to itself.
    let tree = try file.place("TREE", 1)
    #expect(
      file.sentence(200, at: tree + 5)
        == "a tree of the HDF5 file is damaged in x.h5 at byte \(tree + 5): expected level 0 to 16, found 200.")
    let symbols = file
    file.put(1, at: tree + 5)
    file.put(UInt64(tree), 8, at: tree + 32)
    #expect(file.sentence == "a tree of the HDF5 file leads to one place twice in x.h5 at byte \(tree).")
    let other = try file.place("TREE", 2)
    file = symbols
    file.put(2, at: tree + 5)
    file.put(UInt64(other), 8, at: tree + 32)
    #expect(file.sentence == "a tree of the HDF5 file is damaged in x.h5 at byte \(other): expected level 1, found 0.")
  }

  @Test func treesThatShareParts() throws {
    var file = try ChangedFile("old_chunks")
    let tree = try file.place(Array("TREE".utf8) + [1, 1])
    let children = [tree + 48, tree + 80]
    let first = file.bytes[children[0]..<children[0] + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    file.put(first, 8, at: children[1])
    #expect(file.sentence == "a tree of the HDF5 file leads to one place twice in x.h5 at byte \(first).")
  }

  /// The tree of "many": 300 records in nodes of 512 bytes.
  @Test func recordsThatAreMissingOrShared() throws {
    var file = try ChangedFile("new_many_members")
    let head = try file.place("BTHD")
    file.put(299, 8, at: head + 26)
    file.seal(head, head + 34)
    #expect(file.sentence?.hasSuffix("expected 299 records, found 301.") == true)
  }

  @Test func continuationsOfThemselves() throws {
    var file = try ChangedFile("old_many_attributes")
    let message = try file.place([0x10, 0, 16, 0])
    file.put(UInt64(message), 8, at: message + 8)
    file.put(24, 8, at: message + 16)
    #expect(
      file.sentence
        == "an object header of the HDF5 file is damaged in x.h5 at byte \(message): found a continuation of itself.")
  }

  @Test func namesOfMembers() throws {
    let file = try ChangedFile("old_groups")
    let name = try file.place([0x31, 0x31, 0, 0, 0, 0, 0, 0])
    #expect(
      file.sentence(0x30, at: name + 1)
        == "a group of the HDF5 file has two members of one name in x.h5: found 'many'.")
    for (byte, shown) in [(UInt64(0x2F), "1/"), (0xFF, "1\u{FFFD}")] {
      #expect(
        file.sentence(byte, at: name + 1)
          == "the HDF5 file has a member without a proper name in x.h5: found 'many/\(shown)'.")
    }
    // The first entry of the first symbol table: its name, its address, what is cached.
    let table = try file.place("SNOD")
    #expect(
      file.sentence(7, 4, at: table + 24)?.hasPrefix("the HDF5 file has a link of an unknown kind in x.h5") == true)
    #expect(file.sentence(.max, 8, at: table + 16)?.hasPrefix("a member of the HDF5 file lies nowhere in x.h5") == true)
    #expect(
      file.sentence(1 << 20, 8, at: table + 8)?.contains("expected a name in its heap, found byte 1048576") == true)
  }

  @Test func namesOfAttributes() throws {
    let file = try ChangedFile("old_many_attributes")
    let name = try file.place([0x31, 0x31, 0, 0])
    #expect(
      file.sentence(0x30, at: name + 1)
        == "an object of the HDF5 file has two attributes of one name in x.h5: found the root group.")
    #expect(file.sentence(0xFF, at: name + 1)?.contains("expected an attribute with a name in UTF-8") == true)
  }

  @Test func heapsWithFilters() throws {
    let file = try ChangedFile("new_many_members")
    let heap = try file.place("FRHP")
    #expect(
      file.sentence(1, 2, at: heap + 7)
        == "the HDF5 file has a fractal heap with filters, which is not read in x.h5 at byte \(heap).")
  }

  /// Every beginning of a file, and every file with one byte changed, gives an error or a value.
  @Test(arguments: ["new_growing", "version2", "old_many_attributes", "new_many_attributes", "old_storage"])
  func everyByteMayLie(name: String) throws {
    let bytes = try HDF5PeerTests.bytes(name)
    for index in stride(from: 0, to: bytes.count, by: 7) {
      _ = ChangedFile.sentence(Array(bytes.prefix(index)))
      for value: UInt8 in [0xFF, 0x80, 1] {
        var changed = bytes
        changed[index] ^= value
        _ = ChangedFile.sentence(changed)
      }
    }
  }

  /// libhdf5 1.10.8 ends the process on this change of a Keras file: the place of a text in its heap.
  @Test func textsOutsideTheirHeap() throws {
    let file = try ChangedFile("old_attributes")
    let heap = try file.place("GCOL")
    let address = (0..<8).map { UInt8(truncatingIfNeeded: heap >> (8 * $0)) }
    let reference = try file.place(address) - 4
    let length = Int(file.bytes[reference])
    #expect(
      file.sentence(UInt64(heap + 8), 8, at: reference + 4)
        == "a global heap of the HDF5 file is damaged in x.h5 at byte \(heap + 8): expected the letters GCOL.")
    #expect(
      file.sentence(UInt64(length + 200), 4, at: reference)?
        .contains("expected a text of \(length + 200) bytes, found none in the heap") == true)
    #expect(
      file.sentence(0xFFFF_FFFF, 4, at: reference + 12)?
        .contains("expected a text of \(length) bytes, found none in the heap") == true)
    #expect(
      file.sentence(.max, 8, at: reference + 4)?.contains("expected a heap for \(length) bytes of text") == true)
  }
}
