import InklingFiles

/// A Windows or OS/2 bitmap: 1, 4, 8, 16, 24 or 32 bits a pixel, plain, run-length encoded, or with masks, from the
/// bottom or from the top. Only masks make a pixel transparent: the fourth byte of plain 32 bits says nothing. Pixels
/// that run-length encoding leaves out have index 0.
struct BMPDecoder: PictureDecoder {
  private let file: PictureBytes
  private let header: BMPHeader
  let channels: Int
  let sizeOffset = BMPHeader.sizeOffset

  init(bytes: [UInt8], path: String?) throws(InputError) {
    file = PictureBytes(bytes: bytes, path: path, format: "BMP")
    guard bytes.starts(with: "BM".utf8) else {
      throw file.malformed("not a BMP image", at: 0, expected: "42 4d", found: ByteText.hex(bytes.prefix(2)))
    }
    header = try BMPHeader(file)
    channels = header.bitCount <= 8 && Palette.isGray(header.palette[...]) ? 1 : 3
  }

  var width: Int { header.width }
  var height: Int { header.height }
  var isTransparent: Bool { header.masks[3] != 0 }
  var workingMemory: Double { header.packing.isEvenRows ? 0 : Double(width) * Double(height) }

  func decoded(on background: PictureBackground) throws(InputError) -> Picture {
    var samples = [UInt8]()
    if header.packing.isEvenRows {
      let rowBytes = (width * header.bitCount + 31) / 32 * 4
      try file.require(header.data..<header.data + rowBytes * height)
      samples.reserveCapacity(width * height * channels)
      for row in 0..<height {
        let start = header.data + rowBytes * (header.isTopDown ? row : height - 1 - row)
        if header.bitCount <= 8 {
          for column in 0..<width { try add(index(column, from: start), to: &samples, at: start) }
        } else {
          addColors(from: start, background, to: &samples)
        }
      }
    } else {
      var runs = BMPRuns(file, header)
      let indices = try runs.indices()
      samples.reserveCapacity(width * height * channels)
      for index in indices { try add(Int(index), to: &samples, at: header.data) }
    }
    return Picture(width: width, height: height, channels: channels, samples: samples)
  }

  private func index(_ column: Int, from start: Int) -> Int {
    let perByte = 8 / header.bitCount
    let byte = Int(file.bytes[start + column / perByte])
    return byte >> (8 - header.bitCount * (1 + column % perByte)) & ((1 << header.bitCount) - 1)
  }

  private func add(_ index: Int, to samples: inout [UInt8], at offset: Int) throws(InputError) {
    guard 3 * index + 2 < header.palette.count else {
      throw file.malformed(
        "colour out of range", at: offset, expected: "less than \(header.palette.count / 3)", found: "\(index)")
    }
    for channel in 0..<channels { samples.append(header.palette[3 * index + channel]) }
  }

  private func addColors(from start: Int, _ background: PictureBackground, to samples: inout [UInt8]) {
    let size = header.bitCount / 8
    for column in 0..<width {
      let place = start + column * size
      if header.masks[0] == 0 {
        samples += [file.bytes[place + 2], file.bytes[place + 1], file.bytes[place]]
      } else {
        let pixel = (0..<size).reduce(UInt32(0)) { $0 | UInt32(file.bytes[place + $1]) << UInt32(8 * $1) }
        let alpha = header.masks[3] == 0 ? 255 : Self.part(of: pixel, header.masks[3])
        for channel in 0..<3 {
          samples.append(background.behind(Self.part(of: pixel, header.masks[channel]), alpha: alpha))
        }
      }
    }
  }

  /// The bits of a mask, brought to 0...255 by rounding.
  private static func part(of pixel: UInt32, _ mask: UInt32) -> UInt8 {
    let shift = UInt32(mask.trailingZeroBitCount)
    let (value, maximum) = (UInt64(pixel & mask) >> UInt64(shift), UInt64(mask >> shift))
    return UInt8((value * 255 + maximum / 2) / maximum)
  }
}
