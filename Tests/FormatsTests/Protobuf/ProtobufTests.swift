import InklingFiles
import Testing

@testable import InklingFormats

struct ProtobufTests {
  private func fault(_ bytes: [UInt8], limits: ProtobufLimits = ProtobufLimits()) -> String? {
    var reader = ProtobufReader(bytes, of: "test", path: "file", limits: limits)
    do throws(InputError) {
      while let field = try reader.next() {
        if field.number == 7 { _ = try drained(reader.message(field, of: "inner")) }
        if field.number == 6 { _ = try reader.text(field) }
      }
      return nil
    } catch { return error.description }
  }

  private func drained(_ reader: ProtobufReader) throws(InputError) -> Int {
    var (reader, count) = (reader, 0)
    while let field = try reader.next() {
      count += 1
      if field.number == 7 { count += try drained(reader.message(field, of: "inner")) }
    }
    return count
  }

  @Test func whatIsWrittenIsRead() throws {
    var writer = ProtobufWriter()
    writer.integer(1, -3)
    writer.float(2, 1.5)
    writer.double(3, -2.25)
    writer.text(4, "Zür")
    writer.message(5) { $0.bool(1, true) }
    writer.integers(16, [0, 127, 128, .min])
    writer.floats(17, [1, -2])
    writer.doubles(18, [0.5])
    writer.integers(19, [])
    var reader = ProtobufReader(writer.bytes, of: "test")
    var fields: [Int: ProtobufField] = [:]
    while let field = try reader.next() { fields[field.number] = field }
    #expect(fields.keys.sorted() == [1, 2, 3, 4, 5, 16, 17, 18])
    #expect(try reader.integer(#require(fields[1])) == -3)
    #expect(try reader.float(#require(fields[2])) == 1.5)
    #expect(try reader.double(#require(fields[3])) == -2.25)
    #expect(try reader.text(#require(fields[4])) == "Zür")
    var inner = try reader.message(#require(fields[5]), of: "inner")
    let bool = try #require(try inner.next())
    #expect(try inner.integer(bool) == 1)
    #expect(try inner.next() == nil)
    var (integers, floats, doubles) = ([Int64](), [Float](), [Double]())
    try reader.append(#require(fields[16]), to: &integers)
    try reader.append(#require(fields[17]), to: &floats)
    try reader.append(#require(fields[18]), to: &doubles)
    #expect(integers == [0, 127, 128, .min] && floats == [1, -2] && doubles == [0.5])
  }

  /// The example of the format's own description: field 1, the number 150.
  @Test func theFormatsOwnExample() {
    var writer = ProtobufWriter()
    writer.integer(1, 150)
    #expect(writer.bytes == [0x08, 0x96, 0x01])
  }

  @Test func aLengthOfTwoGigabytesIsRefusedBeforeAnythingIsTaken() {
    #expect(
      fault([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 2])
        == "a field is longer than its message, in the message 'test' in file at byte 1: expected at most 2 bytes, "
        + "found 2147483647; the file is cut short or damaged.")
    #expect(fault([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01])?.contains("longer") == true)
  }

  @Test func whatIsCutShortOrUnknownIsRefused() {
    #expect(fault([0x08])?.hasPrefix("a varint is not whole, in the message 'test' in file at byte 1") == true)
    #expect(fault([0x08] + [UInt8](repeating: 0xFF, count: 10))?.hasPrefix("a varint is not whole") == true)
    #expect(fault([0x08] + [UInt8](repeating: 0xFF, count: 9) + [1]) == nil)
    #expect(fault([0x09, 1, 2])?.hasPrefix("the message ends in a number") == true)
    #expect(fault([0x00])?.hasPrefix("a field number out of range") == true)
    #expect(fault([0x0B])?.hasPrefix("a wire type that is not known") == true)
    #expect(fault([0x32, 1, 0xFF])?.hasPrefix("a text is not UTF-8") == true)
    #expect(fault([0x30, 1])?.contains("expected a length and bytes, found a varint") == true)
  }

  @Test func depthCountAndTextHaveLimits() {
    var bytes: [UInt8] = []
    for _ in 0..<10_000 {
      var writer = ProtobufWriter()
      writer.bytes(7, bytes)
      bytes = writer.bytes
    }
    #expect(fault(bytes)?.hasPrefix("messages lie too deep in each other, in the message 'inner'") == true)
    var few = ProtobufLimits()
    few.fields = 3
    #expect(fault([8, 1, 8, 1, 8, 1], limits: few) == nil)
    #expect(fault([8, 1, 8, 1, 8, 1, 8, 1], limits: few)?.hasPrefix("the file has too many fields") == true)
    few.text = 2
    #expect(fault([0x32, 3, 65, 65, 65], limits: few)?.hasPrefix("a text is too long") == true)
  }

  @Test func aPackedListThatIsNotWholeIsRefused() throws {
    var reader = ProtobufReader([0x0A, 3, 1, 2, 0x83], of: "test")
    let field = try #require(try reader.next())
    #expect(throws: InputError.self) {
      var floats: [Float] = []
      try reader.append(field, to: &floats)
    }
    #expect(throws: InputError.self) {
      var integers: [Int64] = []
      try reader.append(field, to: &integers)
    }
  }
}
