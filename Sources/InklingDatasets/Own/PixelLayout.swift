import InklingFiles
import InklingFormats

/// How the numbers of many images lie in an array.
struct PixelLayout: Equatable {
  let count: Int
  let size: ImageSize
  /// Whether a pixel's channels lie side by side, [N, H, W, C], as Keras has them.
  let isChannelsLast: Bool

  /// The most channels that a dimension is taken for.
  private static let mostChannels = 4

  /// Reads a shape: [N, H, W]; [N, H, W, C] where the last dimension is at most 4, else [N, C, H, W] where the second is;
  /// [N, pixels] for grey squares, or for images of the wanted size.
  ///
  /// - Parameter wanted: what the images should be; nil for any.
  /// - Throws: `InputError` of kind `.malformed` for another shape or another size than the wanted one.
  init(_ array: NamedArray, wanted: ImageSize?, path: String) throws(InputError) {
    let shape = array.shape
    count = shape.first ?? 0
    switch shape.count {
    case 3:
      size = ImageSize(channels: 1, height: shape[1], width: shape[2])
      isChannelsLast = false
    case 4 where shape[3] <= Self.mostChannels:
      size = ImageSize(channels: shape[3], height: shape[1], width: shape[2])
      isChannelsLast = true
    case 4 where shape[1] <= Self.mostChannels:
      size = ImageSize(channels: shape[1], height: shape[2], width: shape[3])
      isChannelsLast = false
    case 2:
      size = try Self.size(ofRow: shape[1], wanted: wanted, path: path)
      isChannelsLast = false
    default:
      throw InputError(
        .malformed, "the array '\(array.name)' is no images", path: path,
        expected: "[N, H, W], [N, H, W, C] or [N, C, H, W] with at most \(Self.mostChannels) channels, or [N, pixels]",
        found: "\(shape.prefix(8))")
    }
    if let wanted, wanted != size {
      throw InputError(
        .malformed, "the images have another size than is wanted", path: path, expected: "\(wanted)", found: "\(size)",
        remedy: "scale them first; pictures in folders are scaled, arrays are not")
    }
  }

  private static func size(ofRow pixels: Int, wanted: ImageSize?, path: String) throws(InputError) -> ImageSize {
    if let wanted, wanted.count == pixels { return wanted }
    let side = Int(Double(pixels).squareRoot().rounded())
    guard wanted == nil, side > 0, side.multipliedReportingOverflow(by: side) == (pixels, false) else {
      throw InputError(
        .malformed, "rows of \(pixels) pixels are no images of a known size", path: path,
        expected: wanted.map { "\($0.count) pixels, \($0)" } ?? "the square of the images' side", found: "\(pixels)",
        remedy: wanted == nil ? "say what they are with --image-size, such as 3x32x32 (recipe key data.image)" : nil)
    }
    return ImageSize(channels: 1, height: side, width: side)
  }

  /// The images' bytes as [N, C, H, W].
  func planar(_ bytes: [UInt8]) -> [UInt8] {
    guard isChannelsLast, size.channels > 1 else { return bytes }
    let (plane, channels, length) = (size.plane, size.channels, size.count)
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { output, filled in
      bytes.withUnsafeBufferPointer { input in
        for start in stride(from: 0, to: bytes.count, by: length) {
          for channel in 0..<channels {
            for pixel in 0..<plane {
              output[start + channel * plane + pixel] = input[start + pixel * channels + channel]
            }
          }
        }
      }
      filled = bytes.count
    }
  }
}
