import InklingFiles

/// A picture in one of Netpbm's formats: PBM (P1, P4), PGM (P2, P5) and PPM (P3, P6), as text and as bytes.
///
/// Read are all maximum values from 1 to 65535, brought to 0...255 by rounding v · 255 / maximum; in bytes, above 255 a
/// sample is two of them, the higher one first. A bit of 1 is black. A file holds exactly one picture.
struct PNMDecoder: PictureDecoder {
  let width: Int
  let height: Int
  let channels: Int
  let sizeOffset = 2
  private let scanner: PNMScanner
  private let maximum: Int
  private var isText: Bool { scanner.isText }
  private var isBits: Bool { scanner.isBits }

  init(bytes: [UInt8], path: String?) throws(InputError) {
    var scanner = PNMScanner(bytes: bytes, path: path)
    try scanner.magicNumber()
    width = try scanner.number("width", in: 0...1 << 24)
    height = try scanner.number("height", in: 0...1 << 24)
    maximum = scanner.isBits ? 1 : try scanner.number("maximum value", in: 1...65535)
    channels = scanner.isColored ? 3 : 1
    try scanner.separator()
    self.scanner = scanner
  }

  func decoded(on background: PictureBackground) throws(InputError) -> Picture {
    var scanner = scanner
    let count = width * height * channels
    // Checked against the bytes that are there before anything is allocated. As text, a sample is a digit and a space.
    let needed =
      switch (isText, isBits) {
      case (true, true): count
      case (true, false): 2 * count - 1
      case (false, true): (width + 7) / 8 * height
      case (false, false): maximum > 255 ? 2 * count : count
      }
    try scanner.require(bytes: needed, of: "\(width)x\(height)")
    var samples: [UInt8] = []
    samples.reserveCapacity(count)
    if isBits && !isText {
      for _ in 0..<height { scanner.addBits(width, to: &samples) }
    } else if !isText && maximum == 255 {
      samples += scanner.bytes(count)
    } else {
      for _ in 0..<count {
        let value =
          isBits
          ? 1 - (try scanner.bit())
          : isText ? try scanner.number("pixel", in: 0...maximum) : try scanner.sample(maximum: maximum)
        samples.append(UInt8((value * 255 + maximum / 2) / maximum))
      }
    }
    try scanner.end()
    return Picture(width: width, height: height, channels: channels, samples: samples)
  }
}
