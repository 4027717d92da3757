import InklingCWebP
import InklingFiles

/// A WebP file (RFC 9649), lossy or lossless, its pixels decoded by libwebp. Of an animation the first frame is shown
/// on the background.
struct WebPDecoder: PictureDecoder {
  private let file: PictureBytes
  private let chunks: WebPChunks
  private let features: WebPBitstreamFeatures
  let channels = 3
  let sizeOffset = 12

  init(bytes: [UInt8], path: String?) throws(InputError) {
    file = PictureBytes(bytes: bytes, path: path, format: "WebP")
    chunks = try WebPChunks(file)
    var features = WebPBitstreamFeatures()
    let status = bytes.withUnsafeBufferPointer { WebPGetFeatures($0.baseAddress, $0.count, &features) }
    guard status == VP8_STATUS_OK else {
      throw file.malformed("broken WebP header", at: 12, expected: "VP8, VP8L or VP8X", found: Self.text(status))
    }
    self.features = features
  }

  var width: Int { Int(features.width) }
  var height: Int { Int(features.height) }
  var orientation: PictureOrientation { chunks.orientation }
  var isTransparent: Bool { features.has_alpha != 0 || features.has_animation != 0 }

  /// Lossless pixels and those with transparency are unpacked first, four bytes each.
  var workingMemory: Double {
    let pixels = Double(width) * Double(height)
    let turned = orientation == .upright ? 0 : 3 * pixels
    return Double(1 << 20) + Double(256 * width) + 8 * pixels + turned + Double(file.count)
  }

  func decoded(on background: PictureBackground) throws(InputError) -> Picture {
    guard features.has_animation != 0 else { return try unpacked(file.bytes, features, background) }
    let frame = try chunks.first(on: width, height)
    var features = WebPBitstreamFeatures()
    let status = frame.bytes.withUnsafeBufferPointer { WebPGetFeatures($0.baseAddress, $0.count, &features) }
    guard status == VP8_STATUS_OK, features.has_animation == 0 else { throw broken(Self.text(status)) }
    guard frame.left + Int(features.width) <= width, frame.top + Int(features.height) <= height else {
      throw broken("a frame of \(features.width)x\(features.height)")
    }
    var canvas = Picture(width: width, height: height, gray: UInt8(background.level)).colored()
    canvas.paste(try unpacked(frame.bytes, features, background), x: frame.left, y: frame.top)
    return canvas
  }

  private func unpacked(
    _ bytes: [UInt8], _ features: WebPBitstreamFeatures, _ background: PictureBackground
  ) throws(InputError) -> Picture {
    let (width, height) = (Int(features.width), Int(features.height))
    let samples = features.has_alpha != 0 ? 4 : 3
    var pixels = [UInt8](repeating: 0, count: width * height * samples)
    var config = WebPDecoderConfig()
    guard WebPInitDecoderConfig(&config) != 0 else { throw broken("another version of libwebp") }
    let status = bytes.withUnsafeBufferPointer { bytes in
      pixels.withUnsafeMutableBufferPointer { pixels in
        config.output.colorspace = samples == 4 ? MODE_RGBA : MODE_RGB
        config.output.is_external_memory = 1
        config.output.u.RGBA = WebPRGBABuffer(
          rgba: pixels.baseAddress, stride: CInt(width * samples), size: pixels.count)
        return WebPDecode(bytes.baseAddress, bytes.count, &config)
      }
    }
    guard status == VP8_STATUS_OK else { throw broken(Self.text(status)) }
    if samples == 4 { pixels = background.behind(pixels) }
    return Picture(width: width, height: height, channels: 3, samples: pixels)
  }

  private func broken(_ found: String) -> InputError {
    InputError(
      .malformed, "broken WebP image", path: file.path, expected: "\(width)x\(height) pixels",
      found: "\(found) (libwebp)", remedy: "get the file again")
  }

  private static func text(_ status: VP8StatusCode) -> String {
    switch status {
    case VP8_STATUS_OUT_OF_MEMORY: "\"out of memory\""
    case VP8_STATUS_UNSUPPORTED_FEATURE: "\"unsupported feature\""
    case VP8_STATUS_SUSPENDED, VP8_STATUS_NOT_ENOUGH_DATA: "\"not enough data\""
    case VP8_STATUS_BITSTREAM_ERROR: "\"bitstream error\""
    default: "\"status \(status.rawValue)\""
    }
  }
}
