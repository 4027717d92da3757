package import InklingFiles

/// The records of a TFRecord file: each is the length of its data (8 bytes, little-endian), the length's masked CRC-32C, the
/// data, and the data's masked CRC-32C.
package struct TFRecords {
  /// The most bytes that a record's data may have.
  package static let largestRecord = 1 << 26
  /// The bytes around a record's data.
  private static let frame = 16

  private let bytes: [UInt8]
  private let path: String?
  /// Where the next record starts: after the last, the length of all that is whole.
  package private(set) var place = 0

  package init(_ bytes: [UInt8], path: String?) {
    self.bytes = bytes
    self.path = path
  }

  /// Whether the file's end is missing: a record is cut off there, as where the process that wrote it was killed.
  package var isCutOff: Bool { place < bytes.count }

  /// Where the next record's data lies; nil at the end, and where a record is cut off.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a wrong checksum, and a length beyond `largestRecord`.
  package mutating func next() throws(InputError) -> Range<Int>? {
    guard bytes.count - place >= 12 else { return nil }
    try check(place..<place + 8, "length")
    let length: UInt64 = number(at: place)
    guard length <= UInt64(Self.largestRecord) else {
      throw InputError(
        .malformed, "a record is too long", path: path, offset: place,
        expected: "at most \(Self.largestRecord) bytes", found: "\(length)")
    }
    guard Int(length) <= bytes.count - place - Self.frame else { return nil }
    let data = place + 12..<place + 12 + Int(length)
    try check(data, "data")
    place = data.upperBound + 4
    return data
  }

  /// A record with this data, as a file holds it.
  ///
  /// - Precondition: at most `largestRecord` bytes.
  package static func record(_ data: [UInt8]) -> [UInt8] {
    precondition(data.count <= largestRecord, "a record of \(data.count) bytes")
    let length = littleEndian(UInt64(data.count))
    return length + littleEndian(CRC32C.masked(length)) + data + littleEndian(CRC32C.masked(data))
  }

  /// Whether a file that starts with these bytes is one of TFRecords: its first length and that one's checksum agree.
  package static func begin(_ bytes: [UInt8]) -> Bool {
    let records = TFRecords(Array(bytes.prefix(12)), path: nil)
    return bytes.count >= 12 && CRC32C.masked(bytes[..<8]) == records.number(at: 8)
  }

  private func check(_ data: Range<Int>, _ what: String) throws(InputError) {
    let stored: UInt32 = number(at: data.upperBound)
    let sum = CRC32C.masked(bytes[data])
    guard stored == sum else {
      throw InputError(
        .malformed, "the checksum of a record's \(what) is wrong", path: path, offset: data.lowerBound,
        expected: "\(stored)", found: "\(sum)", remedy: "the file is damaged or none of TFRecords")
    }
  }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(at place: Int) -> Number {
    Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Number.self) })
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
  }
}
