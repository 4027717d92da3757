import InklingCPNG
public import InklingFiles

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

  /// The image in `bytes` as 8-bit grey, as Pillow's `convert("L")` gives it, at most one level apart: 16 bits are 257
  /// times 8, transparent pixels stand on white, colours become their luma (ITU-R BT.601). A `gAMA` chunk that says
  /// otherwise than sRGB is followed: its samples are brought to gamma 1 / 2.2.
  ///
  /// `path` is named in errors. Bytes after the image's end are ignored.
  ///
  /// - Throws: `InputError`: `.malformed` for a wrong signature, a broken or missing chunk, a wrong checksum, and more
  ///   than `pixelLimit` pixels, which is checked before anything is allocated.
  public static func decode(
    _ bytes: [UInt8], path: String? = nil, pixelLimit: Int = pixelLimit
  ) throws(InputError) -> GrayImage {
    let chunks = PNGChunks(bytes: bytes, path: path)
    let size = try chunks.checkedSize(pixelLimit: pixelLimit)
    let (bytes, power) = try chunks.withoutColorSpace()
    let curve = PNGCurve(power: power)
    // 16 bits stay 16: libpng before 1.6.51 writes past the end of interlaced images that it cuts to 8
    // (CVE-2025-65018).
    let pixels =
      chunks.hasSixteenBits
      ? try curve.grays(samples(UInt16.self, of: bytes, size: size, path: path))
      : try curve.grays(samples(UInt8.self, of: bytes, size: size, path: path))
    return GrayImage(width: size.width, height: size.height, pixels: pixels)
  }

  /// One value a pixel, or with colour or alpha four, of which libpng has multiplied those of 16 bits by alpha.
  struct Samples<Sample: FixedWidthInteger & UnsignedInteger> {
    var values: [Sample] = []
    var hasColors = false
  }

  private static func samples<Sample: FixedWidthInteger & UnsignedInteger>(
    _: Sample.Type, of bytes: [UInt8], size: (width: Int, height: Int), path: String?
  ) throws(InputError) -> Samples<Sample> {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    var samples = Samples<Sample>()
    // libpng keeps the address of the bytes from the first call to the second: one scope around both.
    let isRead = bytes.withUnsafeBytes { bytes in
      guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else { return false }
      guard Int(image.width) == size.width, Int(image.height) == size.height else { return false }
      let colors = png_uint_32(PNG_FORMAT_FLAG_COLOR) | png_uint_32(PNG_FORMAT_FLAG_ALPHA)
      samples.hasColors = image.format & colors != 0
      let light = Sample.bitWidth == 16 ? png_uint_32(PNG_FORMAT_FLAG_LINEAR) : 0
      image.format = light | (samples.hasColors ? colors : 0)
      samples.values = [Sample](repeating: 0, count: size.width * size.height * (samples.hasColors ? 4 : 1))
      return png_image_finish_read(&image, nil, &samples.values, 0, nil) != 0
    }
    guard isRead else {
      throw InputError(
        .malformed, "broken PNG image", path: path, expected: "\(size.width)x\(size.height) pixels",
        found: "\"\(message(of: image))\" (libpng)")
    }
    return samples
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
