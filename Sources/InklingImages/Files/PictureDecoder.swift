import InklingFiles

/// One file of one format: its header is read when it is made, its pixels when the limits have been checked.
protocol PictureDecoder {
  /// Reads the header. `path` is named in errors.
  init(bytes: [UInt8], path: String?) throws(InputError)
  /// Columns as the file has them, before it is turned upright; of any size until the limits are checked.
  var width: Int { get }
  /// Rows as the file has them.
  var height: Int { get }
  /// 1 or 3.
  var channels: Int { get }
  /// Where the file says its size.
  var sizeOffset: Int { get }
  /// Bytes that decoding takes besides the picture and the file.
  var workingMemory: Double { get }
  /// How often all pixels are gone through.
  var scans: Int { get }
  /// Whether the file says of pixels that they are transparent.
  var isTransparent: Bool { get }
  /// How to turn the picture upright.
  var orientation: PictureOrientation { get }
  /// The pixels, before they are turned upright.
  func decoded(on background: PictureBackground) throws(InputError) -> Picture
}

extension PictureDecoder {
  var workingMemory: Double { 0 }
  var scans: Int { 1 }
  var isTransparent: Bool { false }
  var orientation: PictureOrientation { .upright }
}
