import InklingFiles

/// What a picture file may ask for. Everything is compared with the file's header before a pixel is decoded.
public struct PictureLimits: Sendable, Equatable {
  /// The most columns.
  public var width = 65_535
  /// The most rows.
  public var height = 65_535
  /// The most pixels: columns times rows.
  public var pixels = 100_000_000
  /// The most bytes of memory for the picture and for decoding it, besides the file's own bytes.
  public var memory = 1 << 30
  /// The most scans of a progressive JPEG file, each of which costs time on all pixels; common files have about ten.
  public var scans = 100
  /// The most bytes of a file that is read.
  public var fileSize = 1 << 28

  /// The limits that are used unless others are asked for: 65,535 x 65,535, 100 million pixels, 1 GiB of memory, 100
  /// scans, files of 256 MiB.
  public init() {}

  /// - Throws: `InputError` of kind `.malformed` for what is beyond a limit, `.unavailable` for more memory than there
  ///   is.
  func check(_ decoder: any PictureDecoder, path: String?) throws(InputError) {
    let (width, height) = (decoder.width, decoder.height)
    guard width >= 1, height >= 1, width <= self.width, height <= self.height, width <= pixels / height else {
      throw InputError(
        .malformed, "image size out of range", path: path, offset: decoder.sizeOffset,
        expected: "1x1 to \(self.width)x\(self.height) and at most \(pixels) pixels", found: "\(width)x\(height)",
        remedy: width < 1 || height < 1 ? nil : "scale it down first")
    }
    guard decoder.scans <= scans else {
      throw InputError(
        .malformed, "too many scans", path: path, expected: "at most \(scans)", found: "\(decoder.scans)",
        remedy: "save it again as another file")
    }
    // A transparent one may be seen on two backgrounds.
    let pictures: Double = decoder.isTransparent ? 2 : 1
    let bytes = pictures * Double(width) * Double(height) * Double(decoder.channels) + decoder.workingMemory
    guard bytes <= Double(memory) else {
      throw InputError(
        .malformed, "the image needs too much memory", path: path, offset: decoder.sizeOffset,
        expected: "at most \(memory) bytes", found: "\(Int(min(bytes, 1e18))) for \(width)x\(height) pixels",
        remedy: "scale it down first")
    }
    try Memory.require(bytes, for: "the image", path: path, remedy: "scale it down first")
  }
}
