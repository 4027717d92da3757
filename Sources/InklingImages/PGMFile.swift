public import InklingFiles

/// Grey images in the Portable Graymap format of Netpbm: P5 (bytes) and P2 (numbers as text).
///
/// Read are all maximum values from 1 to 65535, brought to 0...255 by rounding v · 255 / maximum; in P5 above 255 a
/// pixel is two bytes, the higher one first. A file holds exactly one image.
public enum PGMFile {
  /// The image in the file at `path`.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such file, `.malformed` for a wrong byte.
  public static func read(_ path: String) throws(InputError) -> GrayImage {
    try decode(try FileBytes.read(path), path: path)
  }

  /// The image in `bytes`; `path` is named in errors.
  ///
  /// - Throws: `InputError`: `.malformed` for a wrong magic number, a field that is no number or out of range, a pixel
  ///   above the maximum, missing pixels, or anything but white space after the last one.
  public static func decode(_ bytes: [UInt8], path: String? = nil) throws(InputError) -> GrayImage {
    var scanner = PGMScanner(bytes: bytes, path: path)
    let isText = try scanner.magicNumberIsText()
    let width = try scanner.number("width", in: 1...1 << 24)
    let height = try scanner.number("height", in: 1...1 << 24)
    let maximum = try scanner.number("maximum value", in: 1...65535)
    try scanner.separator()
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    // Checked against the bytes that are there before anything is allocated. As text, a pixel is a digit and a space.
    let (size, sizeOverflow) = count.multipliedReportingOverflow(by: isText || maximum > 255 ? 2 : 1)
    try scanner.require(bytes: overflow || sizeOverflow ? .max : isText ? size - 1 : size, of: "\(width)x\(height)")
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count)
    for _ in 0..<count {
      let value = isText ? try scanner.number("pixel", in: 0...maximum) : try scanner.sample(maximum: maximum)
      pixels.append(UInt8((value * 255 + maximum / 2) / maximum))
    }
    try scanner.end()
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  /// The bytes of a P5 file with maximum value 255.
  public static func encode(_ image: GrayImage) -> [UInt8] {
    Array("P5\n\(image.width) \(image.height)\n255\n".utf8) + image.pixels
  }
}
