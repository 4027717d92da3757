public import InklingFiles

extension PictureFile {
  /// The bytes of a picture file, grey or RGB as the picture is. The same picture always gives the same bytes.
  ///
  /// - Parameters:
  ///   - picture: what is written.
  ///   - format: `.png` or `.pnm`, which keep every sample, or `.jpeg`.
  ///   - quality: of JPEG, from 1 to 100; libjpeg's scale.
  /// - Precondition: the format is one of these, and the quality is in its range.
  /// - Throws: `InputError` of kind `.malformed` for a picture that is too large for the format, `.broken` when a
  ///   library has no memory left.
  public static func encode(
    _ picture: Picture, as format: PictureFormat, quality: Int = 90
  ) throws(InputError) -> [UInt8] {
    precondition((1...100).contains(quality), "a JPEG quality of \(quality)")
    switch format {
    case .png: return try PNGEncoder.encode(picture)
    case .pnm: return PNMEncoder.encode(picture)
    case .jpeg: return try JPEGEncoder.encode(picture, quality: quality)
    case .webp, .bmp, .gif, .tiff, .heif: preconditionFailure("pictures are not written as \(format.title)")
    }
  }

  /// The format in which a file of this name is written: by its ending, .png, .jpg, .jpeg, .pgm or .ppm; nil for
  /// others.
  public static func format(ofName path: String) -> PictureFormat? {
    switch path.lowercased().split(separator: ".", omittingEmptySubsequences: false).last {
    case "png": .png
    case "jpg", "jpeg": .jpeg
    case "pgm", "ppm", "pnm": .pnm
    default: nil
    }
  }

  /// Writes a picture, in the format that the file's name asks for.
  ///
  /// - Throws: `InputError` of kind `.usage` for a name with another ending, `.unwritable` or `.broken` when it cannot
  ///   be written.
  public static func write(_ picture: Picture, to path: String, quality: Int = 90) throws(InputError) {
    guard let format = format(ofName: path) else {
      throw InputError(
        .usage, "the file's name does not say what kind of picture it is", path: path,
        expected: "a name that ends in .png, .jpg, .pgm or .ppm")
    }
    try DurableFile.write(try encode(picture, as: format, quality: quality), to: path)
  }
}
