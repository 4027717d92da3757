import InklingMathematics
import InklingRandomness

/// Overwrites a rectangle (Zhong, Zhong, Kang, Li and Yang, "Random erasing data augmentation", AAAI 2020). As
/// torchvision's `RandomErasing`: an area uniform in `scale`, as a share of the image, and a ratio of height to width
/// whose logarithm is uniform in `ratio`. After ten rectangles that do not fit nothing is erased.
public struct RandomErasing: ImageTransform {
  /// The name in a file: "random_erasing".
  public static let name = "random_erasing"
  /// `scale`, 0...1, `ratio`, 0.01...100, `value`, 0...255, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .range("scale", .interval, \.scale, in: 0...1), .range("ratio", .interval, \.ratio, in: 0.01...100),
    .wholeNumber("value", \.value, in: 0...255), .probability,
  ]

  /// The range of the rectangle's area, as a share of the image: 0.02...0.33 by default.
  public var scale: ClosedRange<Double>
  /// The range of the rectangle's height over its width: 0.3...3.3 by default.
  public var ratio: ClosedRange<Double>
  /// The byte that it writes.
  public var value: Int
  /// The probability that a rectangle is overwritten, 0...1; 0.5 by default.
  public var probability: Double

  /// With torchvision's defaults: 2% to 33% of one image in two, in black.
  public init(
    scale: ClosedRange<Double> = 0.02...0.33, ratio: ClosedRange<Double> = 0.3...3.3, value: Int = 0,
    probability: Double = 0.5
  ) {
    self.scale = scale
    self.ratio = ratio
    self.value = value
    self.probability = probability
  }
}

final class ErasingOperation: ImageOperation {
  private let erasing: RandomErasing
  private let logarithms: ClosedRange<Double>

  init(_ erasing: RandomErasing) {
    self.erasing = erasing
    logarithms = Elementary.logarithm(erasing.ratio.lowerBound)...Elementary.logarithm(erasing.ratio.upperBound)
  }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(erasing.probability) else { return }
    let size = work.size
    for _ in 0..<10 {
      let area = work.generator.number(in: erasing.scale) * Double(size.plane)
      let ratio = Elementary.exponential(work.generator.number(in: logarithms))
      let height = Int((area * ratio).squareRoot().rounded())
      let width = Int((area / ratio).squareRoot().rounded())
      guard height < size.height, width < size.width else { continue }
      let top = work.generator.below(size.height - height + 1)
      let left = work.generator.below(size.width - width + 1)
      work.fill(rows: top..<top + height, columns: left..<left + width, with: UInt8(erasing.value))
      return
    }
  }
}
