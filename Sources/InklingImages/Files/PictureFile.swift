public import InklingFiles

/// Picture files of every common format: PNG, JPEG, WebP, BMP, GIF, PBM, PGM and PPM, told apart by their first bytes.
///
/// - Transparent pixels are shown on a background. Where none is asked for it is white, or black for a light drawing on
///   nothing: one colour, whose shape only its transparency shows, and which white paper would hide.
/// - Exif's orientation is followed (of JPEG, PNG and WebP files), so that the picture stands upright.
/// - Sixteen bits a sample become eight by rounding. A gamma in a PNG file is followed; a colour profile is not.
/// - CMYK becomes RGB as Pillow does it: R = (1 - C) (1 - K).
/// - Of an animation the first frame is read.
/// - A picture is grey where the file has grey samples, or a palette of nothing but greys; else it is RGB.
public enum PictureFile {
  /// The picture in the file at `path`.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such file, otherwise as `decode`.
  public static func read(
    _ path: String, limits: PictureLimits = PictureLimits(), background: PictureBackground? = nil
  ) throws(InputError) -> Picture {
    try decode(try FileBytes.read(path, limit: limits.fileSize), path: path, limits: limits, background: background)
  }

  /// The picture in `bytes`; `path` is named in errors. A background of nil is chosen as above.
  ///
  /// - Throws: `InputError`: `.malformed` for what is no picture that can be read, is damaged or cut short, or is
  ///   beyond `limits`, which are checked before pixels are decoded; `.unavailable` when there is not enough memory.
  public static func decode(
    _ bytes: [UInt8], path: String? = nil, limits: PictureLimits = PictureLimits(),
    background: PictureBackground? = nil
  ) throws(InputError) -> Picture {
    let decoder = try decoder(of: try format(of: bytes, path: path), bytes, path: path)
    try limits.check(decoder, path: path)
    var picture = try decoder.decoded(on: background ?? .white)
    if background == nil, decoder.isTransparent, picture.isLight {
      let onBlack = try decoder.decoded(on: .black)
      if PictureBackground.isDrawnInOneColor(onWhite: picture, onBlack: onBlack) { picture = onBlack }
    }
    return decoder.orientation.upright(picture)
  }

  /// Kind and size of the file at `path`, without its pixels.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such file, otherwise as the header of bytes.
  public static func header(
    _ path: String, limits: PictureLimits = PictureLimits()
  ) throws(InputError) -> PictureHeader {
    try header(of: try FileBytes.read(path, limit: limits.fileSize), path: path, limits: limits)
  }

  /// Kind and size of the picture in `bytes`, without its pixels.
  ///
  /// - Throws: `InputError` of kind `.malformed` for what is no picture that can be read, for a damaged header, and for
  ///   one that is beyond `limits`.
  public static func header(
    of bytes: [UInt8], path: String? = nil, limits: PictureLimits = PictureLimits()
  ) throws(InputError) -> PictureHeader {
    let format = try format(of: bytes, path: path)
    let decoder = try decoder(of: format, bytes, path: path)
    try limits.check(decoder, path: path)
    let swaps = decoder.orientation.swapsAxes
    return PictureHeader(
      format: format, width: swaps ? decoder.height : decoder.width, height: swaps ? decoder.width : decoder.height,
      channels: decoder.channels)
  }

  private static func format(of bytes: [UInt8], path: String?) throws(InputError) -> PictureFormat {
    guard let format = PictureFormat(bytes) else {
      let first = bytes.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      throw InputError(
        .malformed, "the file is no image that can be read", path: path, offset: 0, expected: readable,
        found: bytes.isEmpty ? "an empty file" : "a file that begins with \(first)")
    }
    return format
  }

  private static let readable = "PNG, JPEG, WebP, BMP, GIF, PBM, PGM or PPM"

  private static func decoder(
    of format: PictureFormat, _ bytes: [UInt8], path: String?
  ) throws(InputError) -> any PictureDecoder {
    switch format {
    case .png: try PNGDecoder(bytes: bytes, path: path)
    case .pnm: try PNMDecoder(bytes: bytes, path: path)
    case .jpeg: try JPEGDecoder(bytes: bytes, path: path)
    case .webp: try WebPDecoder(bytes: bytes, path: path)
    case .bmp: try BMPDecoder(bytes: bytes, path: path)
    case .gif: try GIFDecoder(bytes: bytes, path: path)
    case .tiff, .heif:
      throw InputError(
        .malformed, "such an image cannot be read", path: path, offset: 0, expected: readable, found: format.title,
        remedy: "convert it to PNG")
    }
  }
}
