import InklingRandomness

/// Pads the image on all sides and cuts its own size out at random: a shift by whole pixels. As torchvision's
/// `RandomCrop` with `padding` and the image's size.
public struct RandomCrop: ImageTransform {
  /// The name in a file: "random_crop".
  public static let name = "random_crop"
  /// `padding` in pixels, 0...1024, `fill`, 0...255, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .wholeNumber("padding", \.padding, in: 0...1024), .wholeNumber("fill", \.fill, in: 0...255), .probability,
  ]

  /// Pixels on each side.
  public var padding: Int
  /// The byte outside of the image.
  public var fill: Int
  /// The probability that an image is shifted, 0...1; 1 by default.
  public var probability: Double

  /// By default shifts by up to two pixels, with black behind them, of every image.
  public init(padding: Int = 2, fill: Int = 0, probability: Double = 1) {
    self.padding = padding
    self.fill = fill
    self.probability = probability
  }
}

/// Every shift of -padding ... padding rows and columns is equally likely.
final class CropOperation: ImageOperation {
  private let crop: RandomCrop

  init(_ crop: RandomCrop) { self.crop = crop }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(crop.probability) else { return }
    let rows = work.generator.below(2 * crop.padding + 1) - crop.padding
    let columns = work.generator.below(2 * crop.padding + 1) - crop.padding
    guard rows != 0 || columns != 0 else { return }
    let size = work.size
    work.target.update(repeating: UInt8(crop.fill), count: size.count)
    let width = size.width - abs(columns)
    if width > 0 {
      for row in 0..<size.channels * size.height {
        let from = row % size.height + rows
        guard from >= 0, from < size.height else { continue }
        let source = work.source + (row + rows) * size.width + max(columns, 0)
        (work.target + row * size.width + max(-columns, 0)).update(from: source, count: width)
      }
    }
    work.exchange()
  }
}
