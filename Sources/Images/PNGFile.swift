import CPNG
import Files

/// Images in the Portable Network Graphics format, through libpng's simplified interface, in which no error jumps
/// over Swift frames.
public enum PNGFile {
  /// The most pixels that are read unless the caller says otherwise: 64 million.
  public static let pixelLimit = 1 << 26

  /// The image in the file at `path`, as grey.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such file, otherwise as `decode`.
  public static func read(_ path: String, pixelLimit: Int = pixelLimit) throws(InputError) -> GrayImage {
    try decode(try FileBytes.read(path), path: path, pixelLimit: pixelLimit)
  }

  /// The image in `bytes` as 8-bit grey: colours by their luminance, 16 bits rounded, transparent pixels on white;
  /// `path` is named in errors. Bytes after the image's end are ignored.
  ///
  /// - Throws: `InputError`: `.malformed` for a wrong signature, a broken or missing chunk, a wrong checksum, and more
  ///   than `pixelLimit` pixels, which is checked before anything is allocated.
  public static func decode(
    _ bytes: [UInt8], path: String? = nil, pixelLimit: Int = pixelLimit
  ) throws(InputError) -> GrayImage {
    let size = try PNGChunks(bytes: bytes, path: path).checkedSize(pixelLimit: pixelLimit)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    var pixels: [UInt8] = []
    // libpng keeps the address of the bytes from the first call to the second: one scope around both.
    let isRead = bytes.withUnsafeBytes { bytes in
      guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else { return false }
      guard Int(image.width) == size.width, Int(image.height) == size.height else { return false }
      image.format = png_uint_32(PNG_FORMAT_GRAY)
      pixels = [UInt8](repeating: 0, count: size.width * size.height)
      var white = png_color(red: 255, green: 255, blue: 255)
      return png_image_finish_read(&image, &white, &pixels, 0, nil) != 0
    }
    guard isRead else {
      throw InputError(
        .malformed, "broken PNG image", path: path, expected: "\(size.width)x\(size.height) pixels",
        found: "\"\(message(of: image))\" (libpng)")
    }
    return GrayImage(width: size.width, height: size.height, pixels: pixels)
  }

  /// The bytes of an 8-bit grey PNG file. The same image always gives the same bytes.
  ///
  /// - Throws: `InputError` `.broken` when libpng has no memory left.
  public static func encode(_ image: GrayImage) throws(InputError) -> [UInt8] {
    try encode(width: image.width, height: image.height, format: png_uint_32(PNG_FORMAT_GRAY), pixels: image.pixels)
  }

  /// The bytes of an 8-bit RGB PNG file.
  ///
  /// - Throws: `InputError` `.broken` when libpng has no memory left.
  public static func encode(_ image: ColorImage) throws(InputError) -> [UInt8] {
    try encode(width: image.width, height: image.height, format: png_uint_32(PNG_FORMAT_RGB), pixels: image.pixels)
  }

  private static func encode(
    width: Int, height: Int, format: png_uint_32, pixels: [UInt8]
  ) throws(InputError) -> [UInt8] {
    precondition(width < 1 << 24 && height < 1 << 24, "a PNG image of \(width)x\(height) pixels")
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = format
    defer { png_image_free(&image) }
    // Once to learn the size, once to write.
    var size: png_alloc_size_t = 0
    var bytes: [UInt8] = []
    var isWritten = png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0
    if isWritten {
      bytes = [UInt8](repeating: 0, count: Int(size))
      isWritten = png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0
    }
    guard isWritten else {
      throw InputError(.broken, "the PNG image cannot be encoded", found: "\"\(message(of: image))\" (libpng)")
    }
    return Array(bytes.prefix(Int(size)))
  }

  private static func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
