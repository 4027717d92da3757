/// Four places in an image, and the four pixels around each.
///
/// The image lies in planes with a margin: one pixel of the outside before it and two behind, so that a place that was cut
/// off at -1 and at the width has all its neighbours there.
struct BilinearTaps {
  /// Bytes from the plane's start to the upper left pixel.
  private let offsets: SIMD4<Int32>
  private let right: SIMD4<Float>
  private let down: SIMD4<Float>

  /// The image's size and the bytes from one row of the plane to the next.
  struct Lines {
    var width: Float
    var height: Float
    var stride: Float
  }

  /// - Parameters:
  ///   - x, y: in pixels from the middle of the image's first.
  @inline(__always)
  init(_ x: SIMD4<Float>, _ y: SIMD4<Float>, _ lines: Lines) {
    let x = Self.cut(x, lines.width) + 1
    let y = Self.cut(y, lines.height) + 1
    // Added to 1.5 * 2^23 a number is rounded to an integer; less one half it is rounded down. At an integer it may
    // be the one before, with a share of one for the next.
    let magic = SIMD4<Float>(repeating: 12_582_912)
    let (left, top) = ((x - 0.5 + magic) - magic, (y - 0.5 + magic) - magic)
    right = x - left
    down = y - top
    let place = top * lines.stride + left + magic
    offsets = unsafeBitCast(place, to: SIMD4<Int32>.self) &- unsafeBitCast(magic, to: SIMD4<Int32>.self)
  }

  @inline(__always)
  private static func cut(_ value: SIMD4<Float>, _ limit: Float) -> SIMD4<Float> {
    let low = value.replacing(with: -1, where: value .< -1)
    return low.replacing(with: limit, where: low .> limit)
  }

  /// The bytes at the four places.
  @inline(__always)
  func bytes(_ plane: UnsafePointer<UInt8>, stride: Int) -> SIMD4<UInt8> {
    let pixels = SIMD4(
      Self.four(plane, offsets[0], stride), Self.four(plane, offsets[1], stride), Self.four(plane, offsets[2], stride),
      Self.four(plane, offsets[3], stride))
    let (a, b) = (Self.float(pixels), Self.float(pixels &>> 8))
    let (c, d) = (Self.float(pixels &>> 16), Self.float(pixels &>> 24))
    let upper = a + right * (b - a)
    let lower = c + right * (d - c)
    let value = upper + down * (lower - upper)
    let rounded = unsafeBitCast(value + SIMD4(repeating: 8_388_608), to: SIMD4<UInt32>.self)
    return SIMD4<UInt8>(truncatingIfNeeded: rounded)
  }

  /// The pixel, the one to its right, and the two below.
  @inline(__always)
  private static func four(_ plane: UnsafePointer<UInt8>, _ offset: Int32, _ stride: Int) -> UInt32 {
    let place = UnsafeRawPointer(plane + Int(offset))
    let upper = place.loadUnaligned(as: UInt16.self)
    let lower = place.loadUnaligned(fromByteOffset: stride, as: UInt16.self)
    return UInt32(truncatingIfNeeded: upper.littleEndian) | UInt32(truncatingIfNeeded: lower.littleEndian) &<< 16
  }

  @inline(__always)
  private static func float(_ words: SIMD4<UInt32>) -> SIMD4<Float> {
    let bits = (words & SIMD4(repeating: 255)) | SIMD4(repeating: floatBits)
    return unsafeBitCast(bits, to: SIMD4<Float>.self) - SIMD4(repeating: 8_388_608)
  }
}
