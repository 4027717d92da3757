import Randomness

/// Depth in ink of each pixel of a square image: the pen's radius less the distance to its path, in pixels.
struct InkField {
  let side: Int
  private var depths: [Float]
  private static let paper: Float = -100

  init(side: Int) {
    self.side = side
    depths = [Float](repeating: Self.paper, count: side * side)
  }

  mutating func clear() {
    for index in depths.indices { depths[index] = Self.paper }
  }

  /// Puts one piece of the way down. Pixel (x, y) has its centre at x + 0.5, y + 0.5.
  mutating func draw(_ piece: PenPath.Piece) {
    let reach = max(piece.startRadius, piece.endRadius) + 2
    let low = pointwiseMin(piece.start, piece.end) - reach
    let high = pointwiseMax(piece.start, piece.end) + reach
    let columns = pixels(low.x, high.x)
    let step = piece.end - piece.start
    let inverse = 1 / max((step * step).sum(), 1e-6)
    let growth = piece.endRadius - piece.startRadius
    for row in pixels(low.y, high.y) {
      for column in columns {
        let offset = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - piece.start
        let place = min(max((offset * step).sum() * inverse, 0), 1)
        let across = offset - step * place
        let depth = piece.startRadius + growth * place - (across * across).sum().squareRoot()
        let index = row * side + column
        depths[index] = max(depths[index], depth)
      }
    }
  }

  /// The pixels whose centres lie in `low...high`, within the image.
  private func pixels(_ low: Float, _ high: Float) -> Range<Int> {
    let first = Int(min(max(low, 0), Float(side)))
    return first..<max(first, Int(min(max(high, 0), Float(side))))
  }

  /// Ink as bytes: 255 inside the line, 0 outside, a ramp of the pen's softness on the edge. The image shows the part of
  /// the field, shifted by whole pixels, in whose middle the centre of the ink's mass is.
  func develop(
    with pen: Pen, side imageSide: Int, from generator: inout CounterGenerator,
    into image: UnsafeMutableBufferPointer<UInt8>
  ) {
    let (top, left) = corner(ofSquare: imageSide, pen: pen)
    for row in 0..<imageSide {
      for column in 0..<imageSide {
        let depth = depths[(top + row) * side + left + column] / pen.softness + 0.5
        guard depth > -pen.raggedness else { continue }
        let isEdge = depth < 1 + pen.raggedness
        let coverage = isEdge ? depth + pen.raggedness * (2 * generator.uniform() - 1) : 1
        image[row * imageSide + column] = UInt8(min(max(coverage, 0), 1) * 255 + 0.5)
      }
    }
  }

  /// The top left corner of the square of `extent` pixels whose middle pixel holds the centre of mass.
  private func corner(ofSquare extent: Int, pen: Pen) -> (row: Int, column: Int) {
    var mass: Float = 0
    var moment = SIMD2<Float>()
    for row in 0..<side {
      for column in 0..<side where depths[row * side + column] > -pen.softness / 2 {
        let ink = min(depths[row * side + column] / pen.softness + 0.5, 1)
        mass += ink
        moment += SIMD2(Float(row), Float(column)) * ink
      }
    }
    let corner = (moment / max(mass, 0.001)).rounded(.toNearestOrEven) - Float(extent / 2)
    let last = side - extent
    return (min(max(Int(corner.x), 0), last), min(max(Int(corner.y), 0), last))
  }
}
