/// What a picture file says of itself before its pixels are decoded.
public struct PictureHeader: Sendable, Equatable {
  /// What kind of file it is.
  public let format: PictureFormat
  /// Columns of the picture, turned upright.
  public let width: Int
  /// Rows of the picture, turned upright.
  public let height: Int
  /// Channels of the decoded picture: 1 (grey) or 3.
  public let channels: Int
}
