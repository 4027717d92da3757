import InklingRandomness

/// Overwrites a square around a pixel chosen at random, as far as it lies in the image (DeVries and Taylor, "Improved
/// regularization of convolutional neural networks with cutout", 2017).
public struct Cutout: ImageTransform {
  /// The name in a file: "cutout".
  public static let name = "cutout"
  /// `size` in pixels, 1...1024, `value`, 0...255, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .wholeNumber("size", \.size, in: 1...1024), .wholeNumber("value", \.value, in: 0...255), .probability,
  ]

  /// The square's side in pixels.
  public var size: Int
  /// The byte that it writes.
  public var value: Int
  /// The probability that a square is overwritten, 0...1; 1 by default.
  public var probability: Double

  /// By default a black square of 8x8 pixels, in every image.
  public init(size: Int = 8, value: Int = 0, probability: Double = 1) {
    self.size = size
    self.value = value
    self.probability = probability
  }
}

final class CutoutOperation: ImageOperation {
  private let cutout: Cutout

  init(_ cutout: Cutout) { self.cutout = cutout }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(cutout.probability) else { return }
    let top = work.generator.below(work.size.height) - cutout.size / 2
    let left = work.generator.below(work.size.width) - cutout.size / 2
    work.fill(
      rows: max(top, 0)..<min(top + cutout.size, work.size.height),
      columns: max(left, 0)..<min(left + cutout.size, work.size.width), with: UInt8(cutout.value))
  }
}
