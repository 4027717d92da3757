import InklingFiles

/// The skeleton of a PNG file (ISO/IEC 15948), walked before libpng sees it: so that errors have a byte offset, and so
/// that the image's size is known before memory is taken for it. A chunk is its length, its name, data and a checksum.
struct PNGChunks {
  let bytes: [UInt8]
  let path: String?

  /// Width and height, when all chunks up to the last are whole.
  func checkedSize(pixelLimit: Int) throws(InputError) -> (width: Int, height: Int) {
    try checkSignature()
    let size = try header(pixelLimit: pixelLimit)
    var offset = 8
    while true {
      let (name, length) = try chunk(at: offset)
      if name == "IEND" { return size }
      offset += 12 + length
    }
  }

  private func checkSignature() throws(InputError) {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard bytes.starts(with: signature) else {
      throw InputError(
        .malformed, "not a PNG image", path: path, offset: 0, expected: Self.hex(signature),
        found: bytes.isEmpty ? "an empty file" : Self.hex(bytes.prefix(8)))
    }
  }

  private func header(pixelLimit: Int) throws(InputError) -> (width: Int, height: Int) {
    let (name, length) = try chunk(at: 8)
    guard name == "IHDR", length == 13 else {
      throw InputError(
        .malformed, "wrong first chunk", path: path, offset: 8, expected: "IHDR of 13 bytes",
        found: "\(name) of \(length)")
    }
    let (width, height) = (number(at: 16), number(at: 20))
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, count <= pixelLimit else {
      throw InputError(
        .malformed, "image size out of range", path: path, offset: 16, expected: "1 to \(pixelLimit) pixels",
        found: "\(width)x\(height)")
    }
    return (width, height)
  }

  /// Name and length of the chunk that starts at `offset`.
  func chunk(at offset: Int) throws(InputError) -> (name: String, length: Int) {
    guard bytes.count - offset >= 12 else {
      throw InputError(
        .malformed, "truncated PNG image", path: path, offset: bytes.count, expected: "a chunk of at least 12 bytes",
        found: "\(bytes.count - offset)", remedy: "get the file again")
    }
    let length = number(at: offset)
    let name = bytes[offset + 4..<offset + 8]
    guard name.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }) else {
      throw InputError(
        .malformed, "wrong chunk name", path: path, offset: offset + 4, expected: "four letters", found: Self.hex(name))
    }
    let text = String(decoding: name, as: UTF8.self)
    guard length <= bytes.count - offset - 12 else {
      throw InputError(
        .malformed, "truncated PNG image", path: path, offset: bytes.count,
        expected: "\(length) bytes of chunk \(text)",
        found: "\(bytes.count - offset - 12)", remedy: "get the file again")
    }
    return (text, length)
  }

  /// Four bytes, the highest first.
  func number(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
