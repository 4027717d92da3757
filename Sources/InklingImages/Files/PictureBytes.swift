import InklingFiles

/// The bytes of a picture file, each look at which is checked against their end.
struct PictureBytes {
  let bytes: [UInt8]
  let path: String?
  /// The format's name in errors.
  let format: String

  var count: Int { bytes.count }

  /// The byte at `offset`.
  func byte(at offset: Int) throws(InputError) -> Int {
    guard offset < bytes.count else { throw truncated(atLeast: offset + 1) }
    return Int(bytes[offset])
  }

  /// A number of `size` bytes, the lowest first.
  func little(_ size: Int, at offset: Int) throws(InputError) -> Int {
    try require(offset..<offset + size)
    return (0..<size).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
  }

  /// A number of `size` bytes, the highest first.
  func big(_ size: Int, at offset: Int) throws(InputError) -> Int {
    try require(offset..<offset + size)
    return (0..<size).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
  }

  /// - Throws: `InputError` when the file ends before the range does.
  func require(_ range: Range<Int>) throws(InputError) {
    guard range.upperBound <= bytes.count else { throw truncated(atLeast: range.upperBound) }
  }

  func truncated(atLeast count: Int? = nil) -> InputError {
    InputError(
      .malformed, "truncated \(format) image", path: path, offset: bytes.count,
      expected: count.map { "at least \($0) bytes" } ?? "more pixels", found: "\(bytes.count) bytes",
      remedy: "get the file again")
  }

  func malformed(_ what: String, at offset: Int, expected: String, found: String) -> InputError {
    InputError(.malformed, what, path: path, offset: offset, expected: expected, found: found)
  }
}
