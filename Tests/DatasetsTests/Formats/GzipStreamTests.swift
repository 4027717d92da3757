import InklingFiles
import Testing

@testable import InklingDatasets

struct GzipStreamTests {
  /// Bytes that pack to something larger than the stream's buffer, and some that pack to almost nothing.
  static let samples: [[UInt8]] = [
    Array("hello".utf8),
    randomBytes(200_000),
    [UInt8](repeating: 0, count: 2_000_000),
  ]

  /// The whole stream, read in pieces of `size` bytes.
  func contents(of path: String, pieces size: Int) throws -> [UInt8] {
    var stream = try GzipStream(contentsOf: path)
    var bytes: [UInt8] = []
    while true {
      let piece = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = try stream.fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
      }
      bytes += piece
      if piece.count < size { return bytes }
    }
  }

  /// Samples by their places: two million bytes are no name of a test.
  @Test(arguments: samples.indices, [999, 65_536, 5_000_000])
  func givesTheBytesPackedOrPlain(place: Int, size: Int) throws {
    let sample = Self.samples[place]
    let folder = try TemporaryFolder()
    // The names say the opposite of what the files are.
    let plain = try folder.write(sample, to: "plain.gz")
    let gzip = try folder.write(packed(sample), to: "packed.bin")
    #expect(try contents(of: plain, pieces: size) == sample)
    #expect(try contents(of: gzip, pieces: size) == sample)
  }

  @Test func membersBehindOneAnotherAreOneStream() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(packed([1, 2]) + packed([]) + packed([3]), to: "a")
    #expect(try contents(of: path, pieces: 2) == [1, 2, 3])
  }

  @Test func neverUnpacksMoreThanItsLimit() throws {
    let folder = try TemporaryFolder()
    let gzip = try GzipStream(contentsOf: folder.write(packed(Self.samples[2]), to: "a"))
    let plain = try GzipStream(contentsOf: folder.write([1, 2, 3], to: "b"))
    let limits = (gzip.isCompressed, gzip.sizeLimit, plain.isCompressed, plain.sizeLimit)
    #expect(limits.0)
    #expect(limits.1 >= Self.samples[2].count)
    #expect(!limits.2)
    #expect(limits.3 == 3)
  }

  /// Cut anywhere behind the first two bytes, the stream must say so, at the end of what is left.
  @Test func cutAnywhereIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let whole = packed(Self.samples[0])
    for count in 2..<whole.count {
      let path = try folder.write(Array(whole[..<count]), to: "a")
      let error = #expect(throws: InputError.self) { try contents(of: path, pieces: 100) }
      #expect(error?.kind == .malformed)
      #expect(error?.what == "the compressed data is cut off")
      #expect(error?.offset == count)
      #expect(error?.path == path)
    }
  }

  /// One flipped bit either is noticed or makes no difference (as in the time, or in the last byte's padding).
  @Test func aFlippedBitNeverGivesOtherBytes() throws {
    let folder = try TemporaryFolder()
    let whole = packed(Self.samples[0])
    var noticed = 0
    for bit in 16..<8 * whole.count {
      var bytes = whole
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let path = try folder.write(bytes, to: "a")
      do {
        #expect(try contents(of: path, pieces: 100) == Self.samples[0], "bit \(bit)")
      } catch {
        #expect((error as? InputError)?.kind == .malformed)
        noticed += 1
      }
    }
    // The checksum and the length alone are 64 bits.
    #expect(noticed > 64)
  }

  @Test func aWrongChecksumIsSaidInZlibsWords() throws {
    let folder = try TemporaryFolder()
    var bytes = packed(Self.samples[0])
    bytes[bytes.count - 8] ^= 1
    let path = try folder.write(bytes, to: "a")
    let error = #expect(throws: InputError.self) { try contents(of: path, pieces: 100) }
    #expect(error?.what == "the compressed data is damaged")
    #expect(error?.found == "incorrect data check")
    #expect(error?.offset == bytes.count - 4)
  }

  @Test func trailingBytesAreSaidSo() throws {
    let folder = try TemporaryFolder()
    let whole = packed(Self.samples[0])
    let path = try folder.write(whole + [0, 0, 0], to: "a")
    let error = #expect(throws: InputError.self) { try contents(of: path, pieces: 100) }
    #expect(error?.what == "trailing bytes after the compressed data")
    #expect(error?.offset == whole.count)
    #expect(error?.found == "3 more bytes")
  }

  @Test func aPipeIsRefused() throws {
    let error = #expect(throws: InputError.self) { _ = try GzipStream(contentsOf: "/dev/null") }
    #expect(error?.kind == .missing)
    #expect(error?.found == "a pipe or a device")
  }
}
