import InklingFiles
import Testing

@testable import InklingFormats

/// Files made by hand: what a tensor, a storage or an archive may claim and does not get.
struct PyTorchDamageTests {
  /// A state dict of one tensor "w" over a storage of `count` float32 numbers, of which `stored` are there.
  private func file(
    shape: [Int], strides: [Int], offset: Int = 0, count: Int, stored: Int? = nil, extra: [(String, String)] = []
  ) throws -> [UInt8] {
    var pickle = PickleText("\u{80}\u{2}}X\u{1}\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u{7}\0\0\0storage")
    pickle.add("ctorch\nFloatStorage\nX\u{1}\0\0\0")
    pickle.add("0X\u{3}\0\0\0cpu")
    pickle.integer(count)
    pickle.add("tQ")
    pickle.integer(offset)
    for numbers in [shape, strides] {
      pickle.add("(")
      for number in numbers { pickle.integer(number) }
      pickle.add("t")
    }
    pickle.add("\u{89}ccollections\nOrderedDict\n)RtRs.")
    var writer = ZipWriter()
    try writer.add("a/data.pkl", pickle.bytes)
    try writer.add("a/data/0", [UInt8](repeating: 1, count: (stored ?? count) * 4))
    for (name, text) in extra { try writer.add("a/" + name, [UInt8](text.utf8)) }
    return writer.finish()
  }

  private func error(_ bytes: [UInt8]) -> InputError? {
    #expect(throws: InputError.self) { try PyTorchFile(bytes: bytes) }
  }

  @Test func aTensorThatFitsIsRead() throws {
    let array = try PyTorchFile(bytes: file(shape: [2, 2], strides: [1, 2], offset: 1, count: 5)).arrays[0]
    #expect(array.shape == [2, 2])
  }

  @Test(arguments: [
    ([2, 3], [3, 1], 0), ([5], [1], 1), ([3], [2], 1), ([2], [Int.max], 0), ([Int.max, 2], [1, 1], 0),
    ([1], [1], Int.max), ([1], [1], 5), ([1 << 31, 1 << 31, 4], [0, 0, 0], 0),
  ])
  func aTensorBeyondItsStorageIsRefused(_ shape: [Int], _ strides: [Int], _ offset: Int) throws {
    let error = error(try file(shape: shape, strides: strides, offset: offset, count: 5))
    #expect(error?.what == "the tensor 'w' is larger than its storage")
    #expect(error?.expected == "at most 20 bytes")
  }

  @Test(arguments: [
    ([-1], [1], 0, "has a negative dimension"), ([2, -3], [1, 1], 0, "has a negative dimension"),
    ([2], [-1], 2, "has a negative stride, or begins before its storage"),
    ([2], [1], -1, "has a negative stride, or begins before its storage"),
    ([2, 2], [1], 0, "has too many dimensions, or not a stride for each"),
  ])
  func aTensorThatIsNoneIsRefused(_ shape: [Int], _ strides: [Int], _ offset: Int, what: String) throws {
    let error = error(try file(shape: shape, strides: strides, offset: offset, count: 5))
    #expect(error?.what == "the tensor 'w' \(what)" && error?.kind == .malformed)
  }

  @Test func aStorageOfAnotherLengthIsRefused() throws {
    let error = error(try file(shape: [5], strides: [1], count: 5, stored: 4))
    #expect(
      error?.description == "the storage '0' of the tensor 'w' has a wrong length: expected 20 bytes, found 16; "
        + "get the file again.")
  }

  @Test func viewsThatGrowBeyondReasonAreRefused() throws {
    let error = error(try file(shape: [1 << 12, 1 << 13], strides: [0, 0], count: 1))
    #expect(
      error?.description
        == "the tensors are too large: expected at most 67108864 bytes together, found 134217728 more for 'w'.")
  }

  @Test func bigEndianIsRefused() throws {
    let bytes = try file(shape: [1], strides: [1], count: 1, extra: [("byteorder", "big")])
    #expect(
      error(bytes)?.description
        == "the file's byte order is not read: expected little, found big; save it on a little-endian machine.")
  }

  @Test func torchScriptIsRefused() throws {
    let bytes = try file(shape: [1], strides: [1], count: 1, extra: [("constants.pkl", "")])
    #expect(
      error(bytes)?.description == "the file is a TorchScript program, which is not run; "
        + "in Python: torch.save(torch.jit.load(path).state_dict(), new_path).")
  }

  @Test(arguments: ["types", "typesLegacy", "checkpointLegacy"])
  func everyCutIsRefused(_ name: String) throws {
    let bytes = try PyTorchFixture.bytes(of: name)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: InputError.self) { try PyTorchFile(bytes: [UInt8](bytes[..<count])) }
    }
  }

  @Test(arguments: ["stridedLegacy", "list"])
  func noChangedByteTraps(_ name: String) throws {
    let bytes = try PyTorchFixture.bytes(of: name)
    for index in stride(from: 0, to: bytes.count, by: 5) {
      var changed = bytes
      changed[index] ^= 0xFF
      _ = try? PyTorchFile(bytes: changed)
    }
  }

  @Test func otherFilesAreRefused() {
    #expect(
      error([1, 2, 3])?.description == "not a file of torch.save at byte 0: expected a ZIP archive or a pickle, "
        + "found something else.")
    #expect(error([])?.what == "the file is empty")
  }
}
