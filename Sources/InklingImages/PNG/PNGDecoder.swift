import InklingCSpng
import InklingFiles

/// A file in the Portable Network Graphics format (ISO/IEC 15948), its pixels unpacked by libspng.
///
/// 16 bits are 257 times 8. A `gAMA` chunk that says otherwise than sRGB is followed: its samples are brought to gamma
/// 1 / 2.2. Of an animation (APNG) the default image is read. Bytes after the image's end are ignored.
struct PNGDecoder: PictureDecoder {
  private let chunks: PNGChunks
  let channels: Int
  let sizeOffset = 16

  init(bytes: [UInt8], path: String?) throws(InputError) {
    chunks = try PNGChunks(bytes: bytes, path: path)
    switch chunks.colorType {
    case 0, 4: channels = 1
    case 3: channels = Palette.isGray(bytes[chunks.palette]) ? 1 : 3
    default: channels = 3
    }
  }

  var width: Int { chunks.width }
  var height: Int { chunks.height }
  var orientation: PictureOrientation { chunks.orientation }
  var isTransparent: Bool { chunks.hasTransparency || chunks.colorType >= 4 }

  /// Interlaced pixels are all unpacked at once, others row by row.
  var workingMemory: Double {
    let row = width * layout.samples * (chunks.bitDepth == 16 ? 2 : 1)
    return Double(chunks.bytes.count) + Double(row) * Double(chunks.isInterlaced ? height : 3)
  }

  /// How libspng unpacks a pixel, and in how many samples.
  private var layout: (format: spng_format, samples: Int, flags: spng_decode_flags) {
    if chunks.bitDepth == 16 { return (SPNG_FMT_RGBA16, 4, SPNG_DECODE_TRNS) }
    if isTransparent { return (SPNG_FMT_RGBA8, 4, SPNG_DECODE_TRNS) }
    return chunks.colorType == 0
      ? (SPNG_FMT_G8, 1, spng_decode_flags(rawValue: 0)) : (SPNG_FMT_RGB8, 3, spng_decode_flags(rawValue: 0))
  }

  func decoded(on background: PictureBackground) throws(InputError) -> Picture {
    try requireData()
    let bytes = chunks.neededBytes
    let samples =
      chunks.bitDepth == 16
      ? try unpacked(UInt16.self, bytes, background) : try unpacked(UInt8.self, bytes, background)
    return Picture(width: width, height: height, channels: channels, samples: samples)
  }

  /// Deflate packs 1032 bytes into one at most (RFC 1951: a match of 258 bytes in two bits), so small files cannot
  /// claim large images.
  private func requireData() throws(InputError) {
    let samples = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][chunks.colorType] ?? 1
    let unpacked = (width * samples * chunks.bitDepth + 7) / 8 * height
    guard unpacked / 1032 <= chunks.dataCount else {
      throw InputError(
        .malformed, "truncated PNG image", path: chunks.path, offset: chunks.bytes.count,
        expected: "at least \(unpacked / 1032) bytes of packed pixels for \(width)x\(height)",
        found: "\(chunks.dataCount)", remedy: "get the file again")
    }
  }

  private func unpacked<Sample: FixedWidthInteger & UnsignedInteger>(
    _: Sample.Type, _ bytes: [UInt8], _ background: PictureBackground
  ) throws(InputError) -> [UInt8] {
    let layout = layout
    let curve = PNGCurve<Sample>(power: chunks.power, samples: layout.samples, channels: channels, background)
    var status: CInt = 0
    let count = width * height * channels
    let result = [UInt8](unsafeUninitializedCapacity: count) { result, initialized in
      bytes.withUnsafeBytes { bytes in
        guard let start = result.baseAddress, let context = spng_ctx_new(0) else {
          status = CInt(SPNG_EMEM.rawValue)
          return
        }
        defer { spng_ctx_free(context) }
        #if FUZZING
          spng_set_crc_action(context, CInt(SPNG_CRC_USE.rawValue), CInt(SPNG_CRC_USE.rawValue))
        #endif
        spng_set_png_buffer(context, bytes.baseAddress, bytes.count)
        status = unpack(context, layout, curve, into: start)
      }
      // A broken image is thrown away, but every byte must have been set.
      if status != 0 { result.initialize(repeating: 0) }
      initialized = count
    }
    guard status == 0 else {
      throw InputError(
        .malformed, "broken PNG image", path: chunks.path, expected: "\(width)x\(height) pixels",
        found: "\"\(String(cString: spng_strerror(status)))\" (libspng)")
    }
    return result
  }

  private func unpack<Sample>(
    _ context: OpaquePointer, _ layout: (format: spng_format, samples: Int, flags: spng_decode_flags),
    _ curve: PNGCurve<Sample>, into result: UnsafeMutablePointer<UInt8>
  ) -> CInt {
    let (rowSamples, rowResult) = (width * layout.samples, width * channels)
    let format = CInt(layout.format.rawValue)
    let flags = CInt(layout.flags.rawValue)
    let rowBytes = rowSamples * MemoryLayout<Sample>.size
    var status: CInt = 0
    if chunks.isInterlaced {
      var samples = [Sample](repeating: 0, count: rowSamples * height)
      status = spng_decode_image(context, &samples, rowBytes * height, format, flags)
      guard status == 0 else { return status }
      for row in 0..<height {
        samples.withUnsafeBufferPointer { samples in
          let line = UnsafeBufferPointer(rebasing: samples[row * rowSamples..<(row + 1) * rowSamples])
          curve.convert(line, into: result + row * rowResult)
        }
      }
    } else {
      status = spng_decode_image(context, nil, 0, format, flags | CInt(SPNG_DECODE_PROGRESSIVE.rawValue))
      guard status == 0 else { return status }
      var samples = [Sample](repeating: 0, count: rowSamples)
      for row in 0..<height {
        status = spng_decode_row(context, &samples, rowBytes)
        guard status == (row == height - 1 ? CInt(SPNG_EOI.rawValue) : 0) else {
          return status == 0 ? CInt(SPNG_EINTERNAL.rawValue) : status
        }
        samples.withUnsafeBufferPointer { curve.convert($0, into: result + row * rowResult) }
      }
    }
    // The checksum of the last pixels, and what follows them.
    return spng_decode_chunks(context)
  }
}
