/// A shift of all images of a data set away from what a network was trained on: always the same, nothing is drawn.
public enum ImageShift: String, Sendable, Codable, CaseIterable {
  /// Turned clockwise by 30 degrees around the middle, bilinear, the byte 0 outside of the image (torchvision's `affine`
  /// with an angle of 30, but that each place has its exact share of the four pixels around it).
  case rotated
  /// The byte x becomes 255 - x (torchvision's `invert`).
  case inverted
  /// Each pixel is the largest of the 3 x 3 around it that lie in the image: bright strokes grow by one pixel on every side.
  case thick

  /// The angle of `rotated`, in degrees.
  static let degrees = 30.0
}
