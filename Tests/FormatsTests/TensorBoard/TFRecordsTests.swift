import InklingFiles
import Testing

@testable import InklingFormats

struct TFRecordsTests {
  private let file = TFRecords.record(Array("first".utf8)) + TFRecords.record([]) + TFRecords.record([7])

  private func read(_ bytes: [UInt8]) throws -> (data: [[UInt8]], isCutOff: Bool) {
    var records = TFRecords(bytes, path: "a.tfevents")
    var data: [[UInt8]] = []
    while let range = try records.next() { data.append(Array(bytes[range])) }
    return (data, records.isCutOff)
  }

  @Test func recordsComeBack() throws {
    let (data, isCutOff) = try read(file)
    #expect(data == [Array("first".utf8), [], [7]])
    #expect(!isCutOff)
  }

  /// A file may end anywhere: what is whole is read.
  @Test func everyBeginningIsRead() throws {
    let ends = [21, 37, 54]
    for count in 0...file.count {
      let (data, isCutOff) = try read(Array(file.prefix(count)))
      #expect(data.count == ends.count { $0 <= count })
      #expect(isCutOff == !([0] + ends).contains(count))
    }
  }

  @Test func everyFlippedBitIsNoticed() {
    for place in file.indices {
      var bytes = file
      bytes[place] ^= 0x10
      #expect(throws: InputError.self) { try read(bytes) }
    }
  }

  @Test func aWrongSumIsNamed() {
    var bytes = file
    bytes[13] ^= 1
    let error = #expect(throws: InputError.self) { try read(bytes) }
    #expect(
      error?.description.hasPrefix("the checksum of a record's data is wrong in a.tfevents at byte 12: expected")
        == true)
    #expect(error?.kind == .malformed)
  }

  /// A length with the right checksum, far beyond the file's end, and beyond what an index can be.
  @Test(arguments: [UInt64(1) << 63, .max, 1 << 40, 1 << 26 + 1])
  func anEndlessRecordIsRefused(length: UInt64) {
    let bytes = withUnsafeBytes(of: length.littleEndian) { [UInt8]($0) }
    let sum = withUnsafeBytes(of: CRC32C.masked(bytes).littleEndian) { [UInt8]($0) }
    let error = #expect(throws: InputError.self) { try read(bytes + sum + [1, 2, 3]) }
    #expect(
      error?.description
        == "a record is too long in a.tfevents at byte 0: expected at most 67108864 bytes, found \(length).")
  }

  @Test func beginningsAreKnown() {
    #expect(TFRecords.begin(file))
    #expect(!TFRecords.begin(Array(file.prefix(11))))
    #expect(!TFRecords.begin([UInt8](repeating: 0, count: 16)))
  }
}
