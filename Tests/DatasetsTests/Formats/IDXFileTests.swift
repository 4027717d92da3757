import InklingFiles
import Testing

@testable import InklingDatasets

/// The bytes of an IDX file with these dimensions.
func idx(_ dimensions: [UInt32], _ data: [UInt8], element: UInt8 = 8) -> [UInt8] {
  var bytes: [UInt8] = [0, 0, element, UInt8(dimensions.count)]
  for dimension in dimensions { bytes += withUnsafeBytes(of: dimension.bigEndian, Array.init) }
  return bytes + data
}

struct IDXFileTests {
  /// What is wrong with `bytes` as a file of images, once plain and once packed.
  func faults(of bytes: [UInt8], dimensionCount: Int = 3) throws -> (plain: InputError?, packed: InputError?) {
    let folder = try TemporaryFolder()
    func fault(_ bytes: [UInt8], _ name: String) throws -> InputError? {
      let path = try folder.write(bytes, to: name)
      let error = #expect(throws: InputError.self) {
        try IDXFile(contentsOf: path, dimensionCount: dimensionCount)
      }
      #expect(error?.path == path)
      return error
    }
    return (try fault(bytes, "plain"), try fault(packed(bytes), "packed.gz"))
  }

  static let shapes: [[UInt32]] = [[5], [1], [0], [2, 3], [2, 3, 5], [7, 1, 4]]

  @Test(arguments: shapes) func readsOneToThreeDimensions(shape: [UInt32]) throws {
    let folder = try TemporaryFolder()
    let data = (0..<shape.reduce(1, *)).map { UInt8($0 + 1) }
    for bytes in [idx(shape, data), packed(idx(shape, data))] {
      let file = try IDXFile(contentsOf: folder.write(bytes, to: "a"), dimensionCount: shape.count)
      #expect(file.dimensions == shape.map(Int.init))
      #expect(file.bytes == data)
    }
  }

  @Test func readsWiderElementsAsTheirBytes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(idx([2, 1], [0, 0, 0, 7, 0, 0, 1, 0], element: 0x0C), to: "a")
    let file = try IDXFile(contentsOf: path, dimensionCount: 2, element: .int32)
    #expect(file.bytes == [0, 0, 0, 7, 0, 0, 1, 0])
  }

  @Test(
    arguments: [[1, 0, 8, 3], [0, 9, 8, 3], [0, 0, 4, 0xD2], [0, 0, 0x0A, 3], [0x89, 0x50, 0x4E, 0x47]] as [[UInt8]])
  func aWrongMagicNumberIsSaidSo(magic: [UInt8]) throws {
    let (plain, packed) = try faults(of: magic + [UInt8](repeating: 0, count: 20))
    for error in [plain, packed] {
      #expect(error?.kind == .malformed)
      #expect(error?.what == "wrong magic number")
      #expect(error?.offset == 0)
      #expect(error?.expected == "00 00 08 03")
    }
  }

  @Test func theFoundMagicNumberIsShown() throws {
    #expect(try faults(of: [0, 0, 4, 0xD2]).plain?.found == "00 00 04 D2")
  }

  @Test func aWrongElementTypeIsSaidSo() throws {
    let (plain, packed) = try faults(of: idx([1, 1, 1], [0, 0, 0, 0], element: 0x0D))
    for error in [plain, packed] {
      #expect(error?.kind == .malformed)
      #expect(error?.what == "wrong element type")
      #expect(error?.offset == 2)
      #expect(error?.expected == "08 (unsigned bytes)")
      #expect(error?.found == "0D (32-bit floats)")
    }
  }

  @Test func labelsForImagesAreSaidSo() throws {
    let (plain, packed) = try faults(of: idx([3], [1, 2, 3]))
    for error in [plain, packed] {
      #expect(error?.what == "wrong number of dimensions")
      #expect(error?.offset == 3)
      #expect(error?.expected == "3")
      #expect(error?.found == "1")
    }
  }

  @Test(arguments: 1..<16) func aTruncatedHeaderIsSaidSo(count: Int) throws {
    let (plain, packed) = try faults(of: Array(idx([1, 1, 1], [5])[..<count]))
    for error in [plain, packed] {
      #expect(error?.what == "the header is truncated")
      #expect(error?.offset == count)
      #expect(error?.expected == "16 bytes")
      #expect(error?.found == "\(count) bytes")
    }
  }

  @Test func truncatedDataIsSaidSo() throws {
    let (plain, packed) = try faults(of: idx([2, 2, 2], [1, 2, 3, 4, 5]))
    for error in [plain, packed] {
      #expect(error?.kind == .malformed)
      #expect(error?.what == "the data is truncated")
      #expect(error?.offset == 21)
      #expect(error?.expected == "8 bytes of data")
      #expect(error?.found == "5 bytes of data")
    }
  }

  @Test func trailingBytesAreSaidSo() throws {
    let (plain, packed) = try faults(of: idx([1, 2, 1], [1, 2, 3]))
    for error in [plain, packed] {
      #expect(error?.kind == .malformed)
      #expect(error?.what == "trailing bytes after the data")
      #expect(error?.offset == 18)
      #expect(error?.expected == "2 bytes of data")
    }
    #expect(plain?.found == "3 bytes of data")
    #expect(packed?.found == "more")
  }

  /// 2^96 overflows, 2^63 only just, and 2^40 is no overflow but more than is ever read.
  @Test(
    arguments: [[.max, .max, .max], [1 << 31, 1 << 31, 2], [1 << 20, 1 << 10, 1 << 10]] as [[UInt32]])
  func dimensionsThatAreTooLargeAreSaidSo(dimensions: [UInt32]) throws {
    let (plain, packed) = try faults(of: idx(dimensions, [1, 2, 3]))
    for error in [plain, packed] {
      #expect(error?.kind == .malformed)
      #expect(error?.what == "the dimensions are too large")
      #expect(error?.offset == 4)
      #expect(error?.expected == "at most 4294967296 bytes of data")
      #expect(error?.found == dimensions.map { "\($0)" }.joined(separator: " x "))
    }
  }

  /// Three gigabytes promised by a file of a few bytes.
  @Test func aPromiseThatTheFileCannotHoldIsSaidSo() throws {
    let (plain, packed) = try faults(of: idx([3, 1 << 15, 1 << 15], [1, 2, 3]))
    #expect(plain?.what == "the data is truncated")
    #expect(plain?.found == "3 bytes of data")
    #expect(packed?.what == "the header promises more data than the file can hold")
    #expect(packed?.found == "3221225472 bytes of data")
  }

  @Test func anEmptyFileIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([], to: "a")
    let error = #expect(throws: InputError.self) { try IDXFile(contentsOf: path, dimensionCount: 3) }
    #expect(error?.kind == .malformed)
    #expect(error?.description == "the file is empty in \(path) at byte 0: expected data, found 0 bytes.")
  }

  @Test func aDirectoryIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    let error = #expect(throws: InputError.self) { try IDXFile(contentsOf: path, dimensionCount: 3) }
    #expect(error?.kind == .missing)
    #expect(error?.what == "a directory where a file belongs")
  }

  @Test func aMissingFileIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a"
    let error = #expect(throws: InputError.self) { try IDXFile(contentsOf: path, dimensionCount: 3) }
    #expect(error?.kind == .missing)
    #expect(error?.what == "no such file")
    #expect(error?.path == path)
  }
}
