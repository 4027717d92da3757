import InklingFiles

/// The chunks of a WebP file (RFC 9649, section 2): a name, a length, data, and a byte more where the length is odd.
struct WebPChunks {
  /// One image: the whole picture, or an animation's first frame on its canvas.
  struct Frame {
    /// A file of the frame alone, as libwebp reads it.
    var bytes: [UInt8]
    var left = 0
    var top = 0
  }

  private let file: PictureBytes
  /// Exif's, when there is some.
  private(set) var orientation = PictureOrientation.upright
  private(set) var firstFrame: Range<Int>?

  init(_ file: PictureBytes) throws(InputError) {
    self.file = file
    guard file.bytes.starts(with: "RIFF".utf8), file.bytes.dropFirst(8).starts(with: "WEBP".utf8) else {
      throw file.malformed(
        "not a WebP image", at: 0, expected: "RIFF and WEBP", found: ByteText.hex(file.bytes.prefix(12)))
    }
    // A length that is odd is rounded up; what follows it is not the image's.
    let end = try file.little(4, at: 4) + 8
    try file.require(0..<end)
    var offset = 12
    while offset + 8 <= end {
      let length = try file.little(4, at: offset + 4)
      let data = offset + 8..<offset + 8 + length
      guard data.upperBound <= end else {
        throw file.malformed(
          "wrong length of a chunk", at: offset + 4, expected: "at most \(end - data.lowerBound)", found: "\(length)")
      }
      let name = file.bytes[offset..<offset + 4]
      if name.elementsEqual("ANMF".utf8), firstFrame == nil { firstFrame = data }
      if name.elementsEqual("EXIF".utf8) { orientation = ExifOrientation.read(file.bytes[data]) ?? orientation }
      offset = data.upperBound + length % 2
    }
  }

  /// An animation's first frame (RFC 9649, 2.7.1.1): half its place, its size less one, 24 bits each, then its duration
  /// and flags, then its chunks. They become a file of their own, with a header that announces transparency.
  ///
  /// - Throws: `InputError` when there is none, or its place is not on the canvas.
  func first(on width: Int, _ height: Int) throws(InputError) -> Frame {
    guard let data = firstFrame, data.count >= 16 else {
      throw file.malformed("an animation without a frame", at: 12, expected: "a chunk ANMF", found: "none")
    }
    let start = data.lowerBound
    let (left, top) = (2 * (try file.little(3, at: start)), 2 * (try file.little(3, at: start + 3)))
    let (columns, rows) = (try file.little(3, at: start + 6) + 1, try file.little(3, at: start + 9) + 1)
    guard left + columns <= width, top + rows <= height else {
      throw file.malformed(
        "a frame outside its canvas", at: start, expected: "within \(width)x\(height)",
        found: "\(columns)x\(rows) at (\(left), \(top))")
    }
    let chunks = file.bytes[data.dropFirst(16)]
    let header = "VP8X".utf8 + [10, 0, 0, 0, 0x10, 0, 0, 0] + file.bytes[start + 6..<start + 12]
    let length = 4 + header.count + chunks.count
    let size = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return Frame(bytes: "RIFF".utf8 + size + "WEBP".utf8 + header + chunks, left: left, top: top)
  }
}
