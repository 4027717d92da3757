import InklingFiles
import Testing

@testable import InklingHDF5

/// How data sets are stored, changed so that it lies.
@Suite struct HDF5HostileDatasetTests {
  /// The layout of "inner/group/data", 12 bytes in one piece: version, class, address, count.
  @Test func pieces() throws {
    let file = try ChangedFile("old_middle")
    let count: [UInt8] = [12, 0, 0, 0, 0, 0, 0, 0]
    let layout = try #require(
      file.bytes.indices.first {
        file.bytes[$0...].starts(with: [3, 1]) && file.bytes[($0 + 10)...].starts(with: count)
      })
    #expect(
      file.sentence(UInt64(Int.max), 8, at: layout + 2)
        == "the data set 'inner/group/data' is outside its file in x.h5: found 12 bytes at byte \(Int.max).")
    #expect(
      file.sentence(11, 8, at: layout + 10)
        == "the data set 'inner/group/data' has fewer bytes than its shape says in x.h5: expected 12, found 11.")
    #expect(
      file.sentence(.max, 8, at: layout + 2)
        == "the data set 'inner/group/data' has fewer bytes than its shape says in x.h5: expected 12, found 0.")
    #expect(
      file.sentence(2, at: layout)
        == "the data set 'inner/group/data' is stored in a way that is not read in x.h5: found a layout of version 2.")
    #expect(
      file.sentence(9, at: layout + 1)
        == "a layout of the HDF5 file is damaged in x.h5 at byte \(layout + 1): expected layout class 0 to 3, found 9.")
  }

  @Test func truthValues() throws {
    let file = try ChangedFile("old_types")
    let values = try file.place([0, 1, 1, 1, 1, 1])
    #expect(
      file.sentence(2, at: values)
        == "the data set 'bool' is of truth values, and holds others in x.h5: expected 0 or 1.")
  }

  @Test func floatingPointNumbers() throws {
    let file = try ChangedFile("old_bfloat16")
    // Class 1 of version 1, the order and the implied bit, the sign's place, the size.
    let type = try file.place([0x11, 0x20, 15, 0, 2, 0, 0, 0])
    let kind = "the data set 'd' is not of numbers that are read in x.h5: found "
    #expect(file.sentence(126, at: type + 16) == kind + "floating-point numbers that are not IEEE 754's.")
    #expect(file.sentence(0x61, at: type + 1) == kind + "floating-point numbers of a VAX.")
    #expect(file.sentence(0x61 - 0x41 + 1, at: type + 1) == nil)
    #expect(file.sentence(0x91, at: type) == kind + "a type of version 9.")
  }

  /// Node type 1: the chunks of "line". Its first key is the size, the mask, the place and the end of it.
  @Test func chunksOutsideTheFile() throws {
    var file = try ChangedFile("old_growing")
    let tree = try file.place(Array("TREE".utf8) + [1, 0])
    let count = file.bytes.count
    let damage = "a tree of the HDF5 file is damaged in x.h5 at byte "
    #expect(
      file.sentence(UInt64(Int.max), 8, at: tree + 48)
        == "a chunk of the HDF5 file is outside the file in x.h5: expected at most \(count) bytes, "
        + "found 4 bytes at byte \(Int.max).")
    #expect(file.sentence(.max, 8, at: tree + 48) == damage + "\(tree + 48): expected each chunk once.")
    #expect(
      file.sentence(1, 8, at: tree + 32)
        == damage + "\(tree + 40): expected a chunk of the data set, found one at 1.")
    #expect(file.sentence(2, 8, at: tree + 32) == damage + "\(tree + 80): expected each chunk once.")
    #expect(file.sentence(5, 4, at: tree + 24) == "the data set 'line' has a damaged chunk in x.h5: found chunk 0.")
    for key in [24, 56] {
      file.put(UInt64(count), 4, at: tree + key)
      file.put(0, 8, at: tree + key + 24)
    }
    #expect(file.sentence == "the data set 'line' has chunks that share bytes in x.h5.")
  }

  /// The layout of "line": version, class, dimensions, address, the side and the size of an element.
  @Test func shapesOfChunks() throws {
    let file = try ChangedFile("old_growing")
    let layout = try file.place([3, 2, 2])
    #expect(
      file.sentence(1, 4, at: layout + 15)
        == "the data set 'line' has chunks of another shape or type in x.h5: expected 1 dimensions, and elements of "
        + "2 bytes, found 1, and 1 bytes.")
    #expect(
      file.sentence(0, 4, at: layout + 11)?.contains("expected chunks of at least one element, found none") == true)
    #expect(
      file.sentence(0xFFFF_FFFF, 4, at: layout + 11)
        == "the data set 'line' has chunks that are too large in x.h5: expected at most 67108864 bytes, "
        + "found [4294967295].")
  }

  /// The filters of "all" have their names behind them: number, length of the name, flags, count of values.
  @Test func filters() throws {
    let file = try ChangedFile("old_chunks")
    let shuffle = try file.place([2, 0, 8, 0, 1, 0, 1, 0] + Array("shuffle".utf8), 1)
    for (number, name) in [(UInt64(4), "szip"), (99, "filter 99"), (1, "deflate, twice")] {
      #expect(
        file.sentence(number, 2, at: shuffle)
          == "the data set 'all' is compressed or filtered in a way that is not read in x.h5: expected deflate, shuffle "
          + "or fletcher32, found \(name).")
    }
  }

  /// Deflate's data, and Fletcher's checksum.
  @Test func damagedChunks() throws {
    var file = try ChangedFile("old_chunks")
    let whole = try HDF5File(file.bytes)
    for place in file.bytes.indices.dropLast(2) where file.bytes[place...].starts(with: [0x78, 0x5E]) {
      file.put(UInt64(~file.bytes[place + 2]), at: place + 2)
    }
    var sum: [UInt8] = [0, 1, 2, 3, 4, 0, 0, 0, 0]
    let right = HDF5Checksum.fletcher32(sum[..<5])
    for index in 0..<4 { sum[5 + index] = UInt8(truncatingIfNeeded: right >> (8 * index)) }
    file.put(1, at: try file.place(sum))
    let damaged = try HDF5File(file.bytes, path: "x.h5")
    for name in ["deflate", "deflate_one", "odd_sum"] {
      let dataset = try #require(whole.root.dataset(name))
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
}
