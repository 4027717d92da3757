import InklingFiles

/// A GIF file, of which the first image is read. What it does not draw is background.
struct GIFDecoder: PictureDecoder {
  private let file: PictureBytes
  private let header: GIFHeader
  let channels: Int
  let sizeOffset = 6

  init(bytes: [UInt8], path: String?) throws(InputError) {
    file = PictureBytes(bytes: bytes, path: path, format: "GIF")
    guard bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) else {
      throw file.malformed("not a GIF image", at: 0, expected: "GIF87a or GIF89a", found: ByteText.hex(bytes.prefix(6)))
    }
    header = try GIFHeader(file)
    channels = Palette.isGray(bytes[header.palette]) ? 1 : 3
  }

  var width: Int { header.width }
  var height: Int { header.height }
  var isTransparent: Bool { header.transparent != nil }
  var workingMemory: Double { Double(header.columns) * Double(header.rows) + Double(file.count) }

  func decoded(on background: PictureBackground) throws(InputError) -> Picture {
    let indices = try LZWCodes(file, at: header.data).indices(header.columns * header.rows)
    let colors = Array(file.bytes[header.palette])
    var samples = [UInt8](repeating: UInt8(background.level), count: width * height * channels)
    for (line, row) in Self.order(of: header.rows, isInterlaced: header.isInterlaced).enumerated() {
      var place = ((header.top + row) * width + header.left) * channels
      for index in indices[line * header.columns..<(line + 1) * header.columns] {
        defer { place += channels }
        if let transparent = header.transparent, Int(index) == transparent { continue }
        guard 3 * Int(index) < colors.count else {
          throw file.malformed(
            "colour out of range", at: header.data, expected: "less than \(colors.count / 3)", found: "\(index)")
        }
        for channel in 0..<channels { samples[place + channel] = colors[3 * Int(index) + channel] }
      }
    }
    return Picture(width: width, height: height, channels: channels, samples: samples)
  }

  /// The rows as they follow in the file: every eighth, the eighths between, the fourths between, the others.
  private static func order(of rows: Int, isInterlaced: Bool) -> [Int] {
    guard isInterlaced else { return Array(0..<rows) }
    return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0.0, to: rows, by: $0.1)) }
  }
}
