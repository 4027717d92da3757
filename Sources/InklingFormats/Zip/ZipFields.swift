/// The little-endian numbers of a ZIP archive's records.
struct ZipFields {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  var count: Int { bytes.count }

  func hasSignature(_ third: UInt8, _ fourth: UInt8) -> Bool { bytes.starts(with: [0x50, 0x4B, third, fourth]) }

  /// Two bytes.
  func short(_ offset: Int) -> Int { Int(number(offset, 2)) }

  /// Four bytes.
  func word(_ offset: Int) -> Int { Int(number(offset, 4)) }

  /// Eight bytes; nil beyond the largest `Int`.
  func long(_ offset: Int) -> Int? { Int(exactly: number(offset, 8)) }

  /// - Precondition: the bytes are there.
  private func number(_ offset: Int, _ count: Int) -> UInt64 {
    let start = bytes.startIndex + offset
    return bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The contents of the extra field with this identifier (APPNOTE 4.5); nil when there is none.
  func extraField(_ identifier: Int) -> ZipFields? {
    var offset = 0
    while offset + 4 <= count {
      let length = short(offset + 2)
      guard length <= count - offset - 4 else { return nil }
      if short(offset) == identifier {
        let start = bytes.startIndex + offset + 4
        return ZipFields(bytes[start..<start + length])
      }
      offset += 4 + length
    }
    return nil
  }
}

/// What a field of 16 or 32 bits says when the number is in the zip64 field instead.
enum Zip64 {
  static let identifier = 1
  static let short = 0xFFFF
  static let word = 0xFFFF_FFFF

  /// The numbers of a zip64 field (APPNOTE 4.5.3), which holds only those that did not fit, in order; nil when one is
  /// missing or no `Int`.
  static func resolved(_ numbers: [Int], extra: ZipFields) -> [Int]? {
    guard numbers.contains(word) else { return numbers }
    guard let field = extra.extraField(identifier) else { return nil }
    var offset = 0
    var result: [Int] = []
    for number in numbers {
      guard number == word else {
        result.append(number)
        continue
      }
      guard offset + 8 <= field.count, let long = field.long(offset) else { return nil }
      result.append(long)
      offset += 8
    }
    return result
  }
}
