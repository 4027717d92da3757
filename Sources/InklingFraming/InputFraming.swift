/// How a model's training images are framed: what a picture must be brought to before the model can read it.
///
/// MNIST's makers scaled a digit's black pixels into a square of 20 pixels, keeping its aspect, and put the centre of
/// mass into the middle of 28x28 (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
/// recognition", 1998).
public struct InputFraming: Sendable, Equatable, Codable {
  /// Columns of the model's images.
  public var width: Int
  /// Rows of the model's images.
  public var height: Int
  /// The side of the square into which the ink is scaled, in pixels.
  public var box: Int
  /// Whether ink is light (255) on dark paper (0), as in MNIST.
  public var inkIsLight: Bool
  /// The narrowest stroke that is left as it is, in pixels of the model's images; thinner ones are thickened to it.
  public var thinnestStroke: Float
  /// The widest stroke that is left as it is; thicker ones are thinned to it.
  public var thickestStroke: Float

  /// MNIST's framing.
  public static let mnist = InputFraming(width: 28, height: 28, box: 20)

  /// - Precondition: sizes are positive, and the box is no larger than the image.
  public init(
    width: Int, height: Int, box: Int, inkIsLight: Bool = true, thinnestStroke: Float? = nil,
    thickestStroke: Float? = nil
  ) {
    precondition(width > 0 && height > 0 && box > 0, "a framing of \(width)x\(height) with a box of \(box)")
    precondition(box <= width && box <= height, "a box of \(box) in an image of \(width)x\(height)")
    self.width = width
    self.height = height
    self.box = box
    self.inkIsLight = inkIsLight
    self.thinnestStroke = thinnestStroke ?? Float(box) * 0.09
    self.thickestStroke = thickestStroke ?? Float(box) * 0.19
  }
}
