/// The orientation in Exif data: a TIFF header, then the first directory of tags (JEITA CP-3451, 4.6).
enum ExifOrientation {
  /// Nil where nothing that can be followed is said: such pictures are shown as they lie, as all viewers do.
  ///
  /// - Parameter data: from the TIFF header on, with or without "Exif\0\0" before it.
  static func read(_ data: ArraySlice<UInt8>) -> PictureOrientation? {
    let data = data.starts(with: Array("Exif\0\0".utf8)) ? data.dropFirst(6) : data
    guard data.count >= 8 else { return nil }
    let isLittle = data.starts(with: [0x49, 0x49, 0x2A, 0])
    guard isLittle || data.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }

    func number(at offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset <= data.count - count else { return nil }
      let bytes = data.dropFirst(offset).prefix(count)
      return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    guard let directory = number(at: 4, 4), let count = number(at: directory, 2) else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = number(at: place, 2) else { return nil }
      // A short number (type 3), once.
      if tag == 0x0112, number(at: place + 2, 2) == 3, number(at: place + 4, 4) == 1 {
        return number(at: place + 8, 2).flatMap { PictureOrientation(rawValue: $0) }
      }
    }
    return nil
  }
}
