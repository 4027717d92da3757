import InklingMathematics
import InklingRandomness

/// From a pixel of the result to its place in the image, in pixels from the middle of the first one:
///
///     x' = xx * x + xy * y + x0,   y' = yx * x + yy * y + y0
struct AffineMap: Equatable {
  var xx: Float = 1
  var xy: Float = 0
  var x0: Float = 0
  var yx: Float = 0
  var yy: Float = 1
  var y0: Float = 0

  /// The identity.
  init() {}

  /// The inverse of `RandomAffine`'s matrix, torchvision's `_get_inverse_affine_matrix`.
  ///
  /// - Parameters:
  ///   - shift: of the image, in pixels to the right and down.
  ///   - angle, shear: in degrees.
  init(_ size: ImageSize, angle: Double, shift: SIMD2<Double>, scale: Double, shear: Double) {
    let (sine, cosine) = Elementary.sineAndCosine(degrees: angle)
    let lean = Elementary.sineAndCosine(degrees: shear)
    let tangent = lean.sine / lean.cosine
    let (a, b) = (cosine / scale, (cosine * tangent + sine) / scale)
    let (c, d) = (-sine / scale, (cosine - sine * tangent) / scale)
    let middle = SIMD2(Double(size.width - 1), Double(size.height - 1)) / 2
    let from = middle + shift
    xx = Float(d)
    xy = Float(b)
    x0 = Float(middle.x - d * from.x - b * from.y)
    yx = Float(c)
    yy = Float(a)
    y0 = Float(middle.y - c * from.x - a * from.y)
  }

  /// A random one: angle, shift to the right, shift down, scale and shear, in this order.
  init(_ affine: RandomAffine, _ size: ImageSize, from generator: inout CounterGenerator) {
    let angle = generator.number(in: affine.degrees)
    let largest = affine.translate * SIMD2(Double(size.width), Double(size.height))
    let right = generator.number(in: -largest.x...largest.x)
    let down = generator.number(in: -largest.y...largest.y)
    let scale = generator.number(in: affine.scale)
    let shear = generator.number(in: affine.shear)
    self.init(size, angle: angle, shift: SIMD2(right, down), scale: scale, shear: shear)
  }
}
