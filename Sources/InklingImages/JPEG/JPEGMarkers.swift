import InklingFiles

/// The segments of a JPEG file (ITU-T T.81, annex B), walked before libjpeg-turbo sees it: its size, the number of its
/// scans, its orientation, and whether it has an end.
struct JPEGMarkers {
  private let file: PictureBytes
  private(set) var width = 0
  private(set) var height = 0
  private(set) var components = 0
  private(set) var sizeOffset = 0
  private(set) var scans = 0
  private(set) var orientation = PictureOrientation.upright
  /// All coefficients are kept until the last scan.
  private(set) var isProgressive = false
  private(set) var isArithmetic = false
  /// Where the marker of the end stands.
  private(set) var end = 0

  init(_ file: PictureBytes) throws(InputError) {
    self.file = file
    var offset = 2
    while true {
      let marker = try nextMarker(&offset)
      switch marker {
      case 0xD9:
        end = offset - 2
        try requireFrame(before: end)
        return
      case 0x01, 0xD0...0xD7: continue
      case 0xD8: throw file.malformed("wrong marker", at: offset - 2, expected: "one image", found: "a second start")
      default: break
      }
      let length = try file.big(2, at: offset)
      guard length >= 2 else {
        throw file.malformed("wrong length of a segment", at: offset, expected: "at least 2", found: "\(length)")
      }
      try file.require(offset..<offset + length)
      try note(marker, data: offset + 2..<offset + length)
      offset += length
      if marker == 0xDA {
        try requireFrame(before: offset)
        offset = endOfScan(from: offset)
      }
    }
  }

  /// The byte behind the next 0xFF, which may be repeated.
  private func nextMarker(_ offset: inout Int) throws(InputError) -> Int {
    var place = offset
    // What stands between segments is no marker's: the library warns of it, or skips it before the end.
    while try file.byte(at: place) != 0xFF { place += 1 }
    while try file.byte(at: place) == 0xFF { place += 1 }
    offset = place + 1
    return Int(file.bytes[place])
  }

  private mutating func note(_ marker: Int, data: Range<Int>) throws(InputError) {
    switch marker {
    // Not C4, C8 and CC, which are tables and an extension.
    case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
      guard components == 0 else {
        throw file.malformed("wrong marker", at: data.lowerBound - 4, expected: "one frame", found: "a second one")
      }
      sizeOffset = data.lowerBound + 1
      (height, width) = (try file.big(2, at: sizeOffset), try file.big(2, at: sizeOffset + 2))
      components = try file.byte(at: sizeOffset + 4)
      guard [1, 3, 4].contains(components) else {
        throw file.malformed(
          "wrong number of components", at: sizeOffset + 4, expected: "1, 3 or 4", found: "\(components)")
      }
      isProgressive = marker & 3 == 2
      isArithmetic = marker >= 0xC9
    case 0xDA: scans += 1
    case 0xE1:
      if file.bytes[data].starts(with: "Exif\0\0".utf8) {
        orientation = ExifOrientation.read(file.bytes[data]) ?? orientation
      }
    default: break
    }
  }

  private func requireFrame(before offset: Int) throws(InputError) {
    guard components > 0 else {
      throw file.malformed("wrong marker", at: offset, expected: "a frame first", found: "none")
    }
  }

  /// Where the next marker is: in a scan's data a zero follows each 0xFF, or the number of a restart.
  private func endOfScan(from offset: Int) -> Int {
    file.bytes.withUnsafeBufferPointer { bytes in
      var place = offset
      while place + 1 < bytes.count {
        if bytes[place] == 0xFF, bytes[place + 1] != 0, !(0xD0...0xD7).contains(bytes[place + 1]) { return place }
        place += 1
      }
      return bytes.count
    }
  }
}
