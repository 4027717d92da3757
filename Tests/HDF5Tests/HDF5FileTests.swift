import InklingFiles
import InklingFormats
import InklingHDF5
import Testing

@Suite struct HDF5FileTests {
  @Test func readsNumbersAndAttributes() throws {
    let file = try HDF5File(HDF5Fixtures.bytes("plain"))
    func array(_ name: String) throws -> NamedArray {
      try file.array(#require(file.root.dataset("a/b/\(name)")))
    }
    let floats = try array("floats")
    #expect(try floats.floats() == [1.5, -2, 3, 4e9])
    #expect(floats.shape == [2, 2])
    #expect(floats.name == "a/b/floats")
    let halves = try array("halves")
    #expect(halves.elementType == .float16)
    #expect(try halves.floats() == [1, 0.5])
    let scalar = try array("scalar")
    #expect(scalar.shape == [])
    #expect(try scalar.integers() == [-7])
    #expect(try array("flags") == NamedArray(name: "a/b/flags", elementType: .bool, shape: [2], bytes: [1, 0]))
    #expect(try array("chunked").bytes == [0, 1, 2, 3, 4])
    #expect(file.root.datasets.map(\.path) == ["chunked", "flags", "floats", "halves", "scalar"].map { "a/b/\($0)" })
  }

  @Test func readsAttributes() throws {
    let root = try HDF5File(HDF5Fixtures.bytes("plain")).root
    #expect(root.attribute("text")?.text == "Grüße")
    #expect(root.attribute("fixed")?.text == "ab")
    #expect(root.attribute("list")?.texts == ["x", "yz"])
    #expect(root.attribute("long")?.texts == ["one", "", "three"])
    #expect(root.attribute("none")?.texts == [])
    #expect(root.attribute("pair") == .unread)
    #expect(root.attribute("list")?.text == nil)
    guard case .array(let number)? = root.attribute("number") else { throw Missing() }
    #expect(try number.integers() == [513])
    #expect(root.attribute("nothing") == nil)
  }

  private struct Missing: Error {}

  @Test func filesDoNotMix() throws {
    let one = try HDF5File(HDF5Fixtures.bytes("plain"))
    let other = try HDF5File(HDF5Fixtures.bytes("gzip"))
    #expect(one.root != other.root)
    #expect(try one.array(#require(one.root.dataset("a/b/scalar"))).integers() == [-7])
  }

  /// A file that must not be opened, and the sentence that says why.
  @Test(arguments: [
    ("external", "the HDF5 file has a link into another file, which is not followed in x.h5: found 'away'."),
    ("soft", "the HDF5 file has a soft link, which is not followed in x.h5: found 'alias'."),
    ("cycle", "a group of the HDF5 file is inside itself in x.h5: found 'a/b/again'."),
    ("rootcycle", "a group of the HDF5 file is inside itself in x.h5: found 'self'."),
  ]) func refusesToOpen(name: String, sentence: String) throws {
    let bytes = try HDF5Fixtures.bytes(name)
    let error = #expect(throws: InputError.self) { try HDF5File(bytes, path: "x.h5") }
    #expect(error?.description == sentence)
    #expect(error?.kind == .malformed)
  }

  /// Two links at each of twenty levels are a million paths.
  @Test func refusesManyPathsToFewGroups() throws {
    let bytes = try HDF5Fixtures.bytes("diamonds")
    let error = #expect(throws: InputError.self) { try HDF5File(bytes) }
    #expect(error?.what == "the HDF5 file has too many groups and data sets")
  }

  /// A data set whose numbers must not be read, and why.
  @Test(arguments: [
    ("storage", "the data set 'd' is stored in another file"),
    ("virtual", "the data set 'd' is made of parts of other data sets"),
    ("hugechunk", "the data set 'd' is stored in a way that is not read"),
    ("unwritten", "the data set 'd' is larger than its file"),
    ("small_unwritten", "the data set 'd' has fewer bytes than its shape says"),
  ]) func refusesToRead(name: String, sentence: String) throws {
    let file = try HDF5File(HDF5Fixtures.bytes(name))
    let dataset = try #require(file.root.dataset("d"))
    let error = #expect(throws: InputError.self) { try file.array(dataset) }
    #expect(error?.what == sentence)
  }

  @Test func refusesShapesThatOverflow() throws {
    let bytes = try HDF5Fixtures.bytes("overflow")
    let error = #expect(throws: InputError.self) { try HDF5File(bytes) }
    #expect(error?.what == "a data set of the HDF5 file has no shape or type")
  }

  @Test func refusesWhatIsNoHDF5() throws {
    let error = #expect(throws: InputError.self) { try HDF5File([1, 2, 3], path: "x") }
    #expect(
      error?.description
        == "this is no HDF5 file in x at byte 0: expected the signature 89 48 44 46 0d 0a 1a 0a.")
  }

  /// No beginning of a file is read as a whole one, and none ends the process.
  @Test func refusesFilesThatAreCutOff() throws {
    let bytes = try HDF5Fixtures.bytes("plain")
    for count in stride(from: 0, to: bytes.count, by: 61) {
      #expect(throws: InputError.self) { try HDF5File(Array(bytes.prefix(count))) }
    }
  }
}
