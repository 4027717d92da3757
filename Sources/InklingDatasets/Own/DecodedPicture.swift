import InklingFiles
import InklingImages

/// A picture as its file has it: rows of pixels from the top left, each of them 1 grey level or red, green and blue.
struct DecodedPicture: Sendable, Equatable {
  let size: ImageSize
  /// [H, W, C], 0...255.
  let samples: [UInt8]

  /// - Precondition: the samples fill the size.
  init(size: ImageSize, samples: [UInt8]) {
    precondition(samples.count == size.count, "\(samples.count) samples for a picture of \(size)")
    self.size = size
    self.samples = samples
  }
}

/// The picture in the file at `path`: the one place where a data set's pictures are decoded.
///
/// - Throws: `InputError`: `.missing` for no file or one that may not be read, `.malformed` for one that is no picture, and
///   for a link that leads nowhere.
@Sendable func decodedPicture(of path: String) throws(InputError) -> DecodedPicture {
  let picture = try readPicture(path)
  return DecodedPicture(
    size: ImageSize(channels: picture.channels, height: picture.height, width: picture.width), samples: picture.samples)
}

private func readPicture(_ path: String) throws(InputError) -> Picture {
  do throws(InputError) {
    return try PictureFile.read(path)
  } catch {
    guard error.kind != .malformed, FileStatus.isLinkToNothing(path) else { throw error }
    throw InputError(.malformed, "the link leads to no file", path: path, found: error.found)
  }
}
