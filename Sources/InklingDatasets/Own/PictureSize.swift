import InklingFiles

/// The one size that a data set's pictures get, and reading them in it.
enum PictureSize {
  /// The longest side of images that a network takes.
  static let largestSide = 512

  /// The size that was asked for; nil for none.
  ///
  /// - Throws: `InputError` of kind `.usage` for a size that pictures cannot have.
  static func wanted(_ reading: DatasetReading, _ source: String) throws(InputError) -> ImageSize? {
    if let size = reading.image, ![1, 3].contains(size.channels) || max(size.height, size.width) > largestSide {
      throw InputError(
        .usage, "pictures cannot become images of this size", path: source,
        expected: "1 or 3 channels, and sides of at most \(largestSide) pixels", found: "\(size)")
    }
    return reading.image
  }

  /// The training pictures, and the size that all pictures get: the one that is wanted, or that which most of them have.
  ///
  /// - Throws: `InputError`: `.usage` for pictures too large to be trained on, what is wrong with them where none can be
  ///   read, `.unavailable` when there is not enough memory.
  static func read(
    _ paths: [String], _ reader: PictureReader, _ wanted: ImageSize?, _ source: String
  ) throws(InputError) -> (ImageSize, PictureReader.Pictures) {
    if let wanted { return (wanted, try reader.read(paths, as: wanted)) }
    // Most sets have one size: the first picture's is tried, so that each picture is decoded but once.
    var first: ImageSize?
    for path in paths {
      do throws(InputError) {
        first = try reader.decode(path).size
        break
      } catch { continue }
    }
    let isSmall = first.map { max($0.height, $0.width) <= largestSide } ?? false
    let tried = try reader.read(paths, as: isSmall ? first : nil)
    guard let size = tried.mostCommonSize else {
      try requireWhole(tried.faults, of: paths.count, skips: false, source)
      throw InputError(.malformed, "the data set has no pictures", path: source)
    }
    guard max(size.height, size.width) <= largestSide else {
      throw InputError(
        .usage, "the pictures are too large to be trained on as they are", path: source,
        expected: "sides of at most \(largestSide) pixels", found: "\(size)",
        remedy: "say what they shall become with --image-size, such as 3x64x64 (recipe key data.image)")
    }
    return (size, size == first && isSmall ? tried : try reader.read(paths, as: size))
  }

  /// Refuses damaged pictures unless they are to be skipped, and what cannot be read in any case.
  ///
  /// - Parameter count: pictures in all.
  static func requireWhole(
    _ faults: [InputError], of count: Int, skips: Bool, _ source: String
  ) throws(InputError) {
    // Only damage can be skipped: what may not be read today may be tomorrow.
    let counted = skips ? faults.filter { $0.kind != .malformed } : faults
    guard let first = counted.first else { return }
    guard counted.count > 1 else {
      throw InputError(
        first.kind, first.what, path: first.path, offset: first.offset, expected: first.expected, found: first.found,
        remedy: first.kind == .malformed
          ? "mend or remove it, or leave such pictures out with --skip-corrupt" : first.remedy)
    }
    throw InputError(
      first.kind, "\(counted.count) of \(count) pictures cannot be read",
      path: source, remedy: "mend or remove them, or leave damaged ones out with --skip-corrupt",
      details: counted.map(\.clause))
  }
}
