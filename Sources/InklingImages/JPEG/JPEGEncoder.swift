import InklingCTurboJPEG
import InklingFiles

/// Writes pictures as JPEG files (JFIF), grey or YCbCr with halved colour (4:2:0), through libjpeg-turbo.
enum JPEGEncoder {
  /// libjpeg's limit of either side.
  private static let largestSide = 65_500

  /// - Parameter quality: 1 to 100.
  /// - Throws: `InputError`: `.malformed` for a picture that is too large, `.broken` when the library fails.
  static func encode(_ picture: Picture, quality: Int) throws(InputError) -> [UInt8] {
    guard max(picture.width, picture.height) <= largestSide else {
      throw InputError(
        .malformed, "the image is too large for a JPEG file", expected: "at most \(largestSide) pixels a side",
        found: "\(picture.width)x\(picture.height)", remedy: "write it as PNG")
    }
    guard let handle = tjInitCompress() else {
      throw InputError(.unavailable, "there is not enough memory for the image")
    }
    defer { tjDestroy(handle) }
    var (buffer, count): (UnsafeMutablePointer<UInt8>?, UInt) = (nil, 0)
    let (format, subsampling) = picture.isGray ? (TJPF_GRAY, TJSAMP_GRAY) : (TJPF_RGB, TJSAMP_420)
    let status = tjCompress2(
      handle, picture.samples, CInt(picture.width), 0, CInt(picture.height), CInt(format.rawValue), &buffer, &count,
      CInt(subsampling.rawValue), CInt(quality), TJFLAG_ACCURATEDCT)
    defer { tjFree(buffer) }
    guard status == 0, let buffer else {
      let text = String(cString: tjGetErrorStr2(handle))
      throw InputError(.broken, "the JPEG image cannot be encoded", found: "\"\(text)\" (libjpeg-turbo)")
    }
    return [UInt8](UnsafeBufferPointer(start: buffer, count: Int(count)))
  }
}
