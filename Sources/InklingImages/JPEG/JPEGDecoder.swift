import InklingCTurboJPEG
import InklingFiles

/// A JPEG file (ITU-T T.81; JFIF, Exif, Adobe), its pixels decoded by libjpeg-turbo: sequential and progressive, grey,
/// YCbCr, RGB, CMYK and YCCK.
///
/// CMYK is taken as Adobe writes it, with 255 for no ink, whether or not the file has Adobe's marker: as Pillow does.
/// What the library only warns of, such as pixels that are missing at the end, is refused; zeros before the end, which
/// some cameras write, are not. Other bytes that no pixel took are: damage within the pixels leaves such.
struct JPEGDecoder: PictureDecoder {
  private let file: PictureBytes
  private let markers: JPEGMarkers

  init(bytes: [UInt8], path: String?) throws(InputError) {
    file = PictureBytes(bytes: bytes, path: path, format: "JPEG")
    guard bytes.starts(with: [0xFF, 0xD8]) else {
      throw file.malformed("not a JPEG image", at: 0, expected: "ff d8", found: ByteText.hex(bytes.prefix(2)))
    }
    markers = try JPEGMarkers(file)
  }

  var width: Int { markers.width }
  var height: Int { markers.height }
  var channels: Int { markers.components == 1 ? 1 : 3 }
  var sizeOffset: Int { markers.sizeOffset }
  var scans: Int { markers.scans }
  var orientation: PictureOrientation { markers.orientation }

  /// Of several scans all coefficients are kept, two bytes each; blocks go over the edges. CMYK is decoded first.
  var workingMemory: Double {
    let blocks = Double(width + 31) * Double(height + 31) * Double(markers.components)
    let pixels = Double(width) * Double(height)
    let kept = markers.isProgressive || scans > 1 ? 2 * blocks : 0
    let turned = orientation == .upright ? 0 : pixels * Double(channels)
    return Double(1 << 20) + kept + turned + (markers.components == 4 ? 4 * pixels : 0)
  }

  func decoded(on background: PictureBackground) throws(InputError) -> Picture {
    // Every block takes a bit in some scan, of at least one in sixteen blocks' places: 8192 pixels a byte.
    guard markers.isArithmetic || width * height / 8192 <= file.count else { throw file.truncated() }
    let samples = markers.components == 4 ? 4 : channels
    var pixels = [UInt8](repeating: 0, count: width * height * samples)
    var found = try unpack(into: &pixels, samples: samples, stopsOnWarning: true)
    // Nothing follows the last marker, so nothing else can be wrong.
    if let text = found, let count = Self.unusedBytes(in: text), isZero(before: markers.end, count: count) {
      found = try unpack(into: &pixels, samples: samples, stopsOnWarning: false).flatMap { $0 == text ? nil : $0 }
    }
    if let found {
      throw InputError(
        .malformed, "broken JPEG image", path: file.path, expected: "\(width)x\(height) pixels",
        found: "\"\(found)\" (libjpeg-turbo)")
    }
    if samples == 4 { pixels = Self.withoutBlack(pixels) }
    return Picture(width: width, height: height, channels: channels, samples: pixels)
  }

  /// How many bytes before the end no pixel took, as the library says; nil where it says something else.
  private static func unusedBytes(in text: String) -> Int? {
    let words = text.split(separator: " ")
    guard let place = words.firstIndex(of: "extraneous"), place > 0, text.contains("bytes before marker 0xd9") else {
      return nil
    }
    return Int(words[place - 1])
  }

  private func isZero(before end: Int, count: Int) -> Bool {
    count <= end && file.bytes[end - count..<end].allSatisfy { $0 == 0 }
  }

  /// What the library says against the file; nil when all is well.
  private func unpack(
    into pixels: inout [UInt8], samples: Int, stopsOnWarning: Bool
  ) throws(InputError) -> String? {
    guard let handle = tjInitDecompress() else {
      throw InputError(.unavailable, "there is not enough memory for the image", path: file.path)
    }
    defer { tjDestroy(handle) }
    let format = samples == 1 ? TJPF_GRAY : samples == 3 ? TJPF_RGB : TJPF_CMYK
    let flags = TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT | (stopsOnWarning ? TJFLAG_STOPONWARNING : 0)
    var (foundWidth, foundHeight): (CInt, CInt) = (0, 0)
    var (subsampling, colorspace): (CInt, CInt) = (0, 0)
    let status = file.bytes.withUnsafeBufferPointer { bytes -> CInt in
      let count = UInt(bytes.count)
      let status = tjDecompressHeader3(
        handle, bytes.baseAddress, count, &foundWidth, &foundHeight, &subsampling, &colorspace)
      guard status == 0, Int(foundWidth) == width, Int(foundHeight) == height else { return -1 }
      return tjDecompress2(
        handle, bytes.baseAddress, count, &pixels, foundWidth, 0, foundHeight, CInt(format.rawValue), flags)
    }
    return status == 0 ? nil : String(cString: tjGetErrorStr2(handle))
  }

  /// Four samples a pixel, 255 for no ink, to three: R = C K / 255.
  private static func withoutBlack(_ pixels: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: pixels.count / 4 * 3) { colors, count in
      for pixel in 0..<pixels.count / 4 {
        let black = Int(pixels[4 * pixel + 3])
        for channel in 0..<3 {
          colors[3 * pixel + channel] = UInt8((Int(pixels[4 * pixel + channel]) * black + 127) / 255)
        }
      }
      count = pixels.count / 4 * 3
    }
  }
}
