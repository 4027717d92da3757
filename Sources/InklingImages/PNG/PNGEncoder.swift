import InklingCSpng
import InklingFiles
import InklingPlatform

/// Writes pictures in the Portable Network Graphics format, 8-bit grey or RGB, through libspng.
enum PNGEncoder {
  /// The file's bytes. The same picture always gives the same bytes.
  ///
  /// - Throws: `InputError` `.broken` when libspng has no memory left.
  static func encode(_ picture: Picture) throws(InputError) -> [UInt8] {
    var status = CInt(SPNG_EMEM.rawValue)
    var bytes: [UInt8] = []
    if let context = spng_ctx_new(CInt(SPNG_CTX_ENCODER.rawValue)) {
      defer { spng_ctx_free(context) }
      status = encode(picture, context, into: &bytes)
    }
    guard status == 0 else {
      throw InputError(
        .broken, "the PNG image cannot be encoded", found: "\"\(String(cString: spng_strerror(status)))\" (libspng)")
    }
    return bytes
  }

  private static func encode(_ picture: Picture, _ context: OpaquePointer, into bytes: inout [UInt8]) -> CInt {
    let color = picture.isGray ? SPNG_COLOR_TYPE_GRAYSCALE : SPNG_COLOR_TYPE_TRUECOLOR
    var header = spng_ihdr(
      width: UInt32(picture.width), height: UInt32(picture.height), bit_depth: 8, color_type: UInt8(color.rawValue),
      compression_method: 0, filter_method: 0, interlace_method: 0)
    spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1)
    var status = spng_set_ihdr(context, &header)
    guard status == 0 else { return status }
    status = spng_encode_image(
      context, picture.samples, picture.samples.count, CInt(SPNG_FMT_PNG.rawValue),
      CInt(SPNG_ENCODE_FINALIZE.rawValue))
    guard status == 0 else { return status }
    var count = 0
    guard let file = spng_get_png_buffer(context, &count, &status), status == 0 else { return status }
    defer { free(file) }
    bytes = [UInt8](UnsafeRawBufferPointer(start: file, count: count))
    return 0
  }
}
