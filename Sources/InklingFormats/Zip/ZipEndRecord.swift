import InklingFiles

/// Where an archive's directory is: its end record, and the zip64 one (APPNOTE 4.3.14 to 4.3.16).
struct ZipEndRecord {
  private static let size = 22
  private static let locatorSize = 20
  private static let zip64Size = 56

  /// The count of members.
  let count: Int
  /// The directory's size in bytes.
  let length: Int
  /// Where the directory begins.
  let offset: Int

  /// - Throws: `InputError` of kind `.malformed` for bytes that are no ZIP archive, for one in several parts, and where
  ///   the records do not agree.
  init(of source: ZipSource) throws(InputError) {
    let (end, record) = try Self.find(in: source)
    guard record.short(4) == 0, record.short(6) == 0, record.short(8) == record.short(10) else {
      throw source.fault("the ZIP archive is one of several parts", at: end, remedy: "join the parts")
    }
    var numbers = [record.short(10), record.word(12), record.word(16)]
    var directoryEnd = end
    let saturated = [Zip64.short, Zip64.word, Zip64.word]
    if let (start, larger) = try Self.zip64Record(before: end, of: source) {
      for index in numbers.indices where numbers[index] != saturated[index] && numbers[index] != larger[index] {
        throw source.fault(
          "the ZIP archive's end records do not agree", at: start, expected: "\(numbers[index])",
          found: "\(larger[index])")
      }
      (numbers, directoryEnd) = (larger, start)
    } else if numbers[1] == Zip64.word || numbers[2] == Zip64.word {
      throw source.fault("the ZIP archive lacks its zip64 record", at: end)
    }
    (count, length, offset) = (numbers[0], numbers[1], numbers[2])
    guard offset <= directoryEnd, length == directoryEnd - offset else {
      throw source.fault(
        "the ZIP archive's directory is not where its end record says", at: end,
        expected: "a directory that ends at byte \(directoryEnd)", found: "\(length) bytes from byte \(offset) on")
    }
  }

  /// The last record whose comment ends with the file.
  private static func find(in source: ZipSource) throws(InputError) -> (offset: Int, ZipFields) {
    let tailSize = min(source.size, size + 0xFFFF)
    let tail = try source.bytes(tailSize, at: source.size - tailSize)
    var start = tailSize - size
    while start >= 0 {
      if tail[start] == 0x50 {
        let record = ZipFields(tail[start..<start + size])
        if record.hasSignature(5, 6), start + size + record.short(20) == tailSize {
          return (source.size - tailSize + start, record)
        }
      }
      start -= 1
    }
    throw source.fault("the file is not a whole ZIP archive", expected: "a directory at its end", found: "none")
  }

  /// Count, length and offset as the zip64 record has them, and where it begins; nil when there is none.
  private static func zip64Record(
    before end: Int, of source: ZipSource
  ) throws(InputError) -> (start: Int, numbers: [Int])? {
    guard end >= locatorSize else { return nil }
    let locator = ZipFields(try source.bytes(locatorSize, at: end - locatorSize))
    guard locator.hasSignature(6, 7) else { return nil }
    let wrong = source.fault("the ZIP archive's zip64 record is wrong", at: end - locatorSize)
    guard let start = locator.long(8), locator.word(4) == 0, locator.word(16) <= 1,
      start <= end - locatorSize - zip64Size
    else { throw wrong }
    let record = ZipFields(try source.bytes(zip64Size, at: start))
    guard record.hasSignature(6, 6), record.long(4) == end - locatorSize - start - 12, record.word(16) == 0,
      record.word(20) == 0, let count = record.long(32), record.long(24) == count, let length = record.long(40),
      let offset = record.long(48)
    else { throw wrong }
    return (start, [count, length, offset])
  }
}
