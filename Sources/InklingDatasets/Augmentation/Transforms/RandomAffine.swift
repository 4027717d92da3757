/// Turns, moves, scales and slants the image around its middle; bilinear, in one resampling with an elastic transform
/// beside it. As torchvision's `RandomAffine`, but that the shift is not rounded to whole pixels.
///
///     (x', y') = R(angle) * shear * scale * (x, y) + shift,  from the middle of the image, y downwards
///     R * shear = [[cos a, -cos a tan s - sin a], [sin a, -sin a tan s + cos a]]
public struct RandomAffine: ImageTransform {
  /// The name in a file: "random_affine".
  public static let name = "random_affine"
  /// `degrees`, -180...180, `translate`, 0...1, `scale`, 0.1...10, `shear`, -80...80, `fill`, 0...255, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .range("degrees", .span, \.degrees, in: -180...180), .pair("translate", \.translate, in: 0...1),
    .range("scale", .interval, \.scale, in: 0.1...10), .range("shear", .span, \.shear, in: -80...80),
    .wholeNumber("fill", \.fill, in: 0...255), .probability,
  ]

  /// Of the rotation, clockwise.
  public var degrees: ClosedRange<Double>
  /// The largest shift to either side, as a share of width and height.
  public var translate: SIMD2<Double>
  /// The factor of width and height is drawn from this range, 0.1...10; above 1 enlarges.
  public var scale: ClosedRange<Double>
  /// Degrees by which vertical lines lean.
  public var shear: ClosedRange<Double>
  /// The byte outside of the image.
  public var fill: Int
  /// The probability that an image is resampled, 0...1; 1 by default.
  public var probability: Double

  /// Leaves the image as it is unless given a range.
  public init(
    degrees: ClosedRange<Double> = 0...0, translate: SIMD2<Double> = SIMD2(0, 0), scale: ClosedRange<Double> = 1...1,
    shear: ClosedRange<Double> = 0...0, fill: Int = 0, probability: Double = 1
  ) {
    self.degrees = degrees
    self.translate = translate
    self.scale = scale
    self.shear = shear
    self.fill = fill
    self.probability = probability
  }
}
