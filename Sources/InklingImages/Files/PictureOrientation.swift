/// How the pixels of a file lie, by the numbers of Exif's tag 0x0112 (JEITA CP-3451): where the file's first row and
/// first column belong.
enum PictureOrientation: Int, CaseIterable {
  case upright = 1, mirrored, turnedHalf, flipped, transposed, turnedRight, transversed, turnedLeft

  /// Whether rows become columns.
  var swapsAxes: Bool { rawValue >= 5 }

  /// The picture as it was taken.
  func upright(_ picture: Picture) -> Picture {
    guard self != .upright else { return picture }
    let (width, height) = swapsAxes ? (picture.height, picture.width) : (picture.width, picture.height)
    let samples = [UInt8](unsafeUninitializedCapacity: picture.samples.count) { samples, count in
      picture.samples.withUnsafeBufferPointer { source in
        var place = 0
        for y in 0..<height {
          for x in 0..<width {
            let from = origin(x, y, picture) * picture.channels
            for channel in 0..<picture.channels {
              samples[place] = source[from + channel]
              place += 1
            }
          }
        }
      }
      count = picture.samples.count
    }
    return Picture(width: width, height: height, channels: picture.channels, samples: samples)
  }

  /// Which pixel of the file is at (x, y) of the upright picture.
  private func origin(_ x: Int, _ y: Int, _ picture: Picture) -> Int {
    let (lastColumn, lastRow) = (picture.width - 1, picture.height - 1)
    let (column, row) =
      switch self {
      case .upright: (x, y)
      case .mirrored: (lastColumn - x, y)
      case .turnedHalf: (lastColumn - x, lastRow - y)
      case .flipped: (x, lastRow - y)
      case .transposed: (y, x)
      case .turnedRight: (y, lastRow - x)
      case .transversed: (lastColumn - y, lastRow - x)
      case .turnedLeft: (lastColumn - y, x)
      }
    return row * picture.width + column
  }
}
