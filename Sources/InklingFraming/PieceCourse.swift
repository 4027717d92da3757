/// A piece of ink as a straight bar: the line that fits its pixels best, and how well it does.
struct PieceCourse {
  /// Pixels along the line.
  let length: Float
  /// Pixels across it: the piece's area over its length.
  let width: Float
  /// The width of an even bar whose pixels are as far from the line: more than `width` where it bends, tapers or branches.
  let spread: Float
  /// How much ink of each of its two halves lies in the picture's outermost rows and columns, in units of what a pixel along the
  /// line has.
  let ends: SIMD2<Float>
  /// Whether it is more upright than level.
  let isUpright: Bool

  init(of piece: Component, in components: Components, _ strengths: Plane) {
    let (moments, area) = (PieceMoments(of: piece, in: components), Float(piece.area))
    let (middle, covariance) = (moments.middle, moments.covariance)
    // A pixel is a square: a twelfth is its own variance.
    let variance = moments.variance + SIMD2(repeating: 1.0 / 12)
    let (half, difference) = ((variance.x + variance.y) / 2, (variance.x - variance.y) / 2)
    let root = (difference * difference + covariance * covariance).squareRoot()
    spread = Float(max(12 * (half - root), 0).squareRoot())
    let along = difference >= 0 ? SIMD2(difference + root, covariance) : SIMD2(covariance, root - difference)
    let size = (along * along).sum().squareRoot()
    let axis = size > 0 ? along / size : SIMD2(1, 0)
    isUpright = abs(axis.y) > abs(axis.x)
    var (low, high, ends, ink) = (Double.infinity, -Double.infinity, SIMD2<Float>.zero, Float(0))
    components.forEachPixel(of: piece) { x, y in
      let place = ((SIMD2(Double(x), Double(y)) - middle) * axis).sum()
      (low, high) = (min(low, place), max(high, place))
      ink += strengths[x, y]
      if components.isOutermost(x, y) { ends[place < 0 ? 0 : 1] += strengths[x, y] }
    }
    // The picture's edge cuts a tilted bar aslant: its two sides are not of the same length.
    let slope = Float(min(abs(axis.x), abs(axis.y)) / max(abs(axis.x), abs(axis.y)))
    length = max(Float(high - low) + 1 - slope * spread, 1)
    width = area / length
    self.ends = ends * length / max(ink, 1e-3)
  }

  /// Whether it is straight and of one width.
  var isBar: Bool { length >= 2 * width && spread <= 1.15 * width + 0.7 }

  /// Whether it is a bar that leaves the picture at both ends as wide and as dark as it is. A stroke ends, or is narrower and
  /// paler where it was cut out to its box.
  ///
  /// - Parameter noise: the deviation of a pixel's strength.
  func runsThrough(noise: Float) -> Bool {
    isBar && ends.min() >= 0.92 - 2 * noise / max(width, 1).squareRoot()
  }
}
