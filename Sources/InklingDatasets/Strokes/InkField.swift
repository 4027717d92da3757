import InklingRandomness

/// Depth in ink of each pixel of a square image: the pen's radius less the distance to its path, in pixels.
struct InkField {
  let side: Int
  private var depths: [Float]
  /// The box as bytes.
  private var ink = [UInt8](repeating: 0, count: boxSide * boxSide)
  private static let paper: Float = -100
  /// Rows, and columns, of the square in the middle into which a digit is fitted, as MNIST's makers did: what softens the
  /// edge beyond it is cut off.
  private let box: Range<Int>
  /// Height and width of that square.
  static let boxSide = 20

  init(side: Int) {
    self.side = side
    box = (side - Self.boxSide) / 2..<(side + Self.boxSide) / 2
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

  /// The whole square's ink as it lies, as bytes: 255 inside the line, 0 outside, a ramp of a pixel on its edge.
  var coverages: [UInt8] { depths.map { UInt8(min(max($0 + 0.5, 0), 1) * 255 + 0.5) } }

  /// Ink as bytes: 255 inside the line, 0 outside, a ramp of the pen's softness on the edge. The image shows the box,
  /// shifted by whole pixels, so that the centre of the ink's mass is in the image's middle.
  mutating func develop(
    with pen: Pen, side imageSide: Int, from generator: inout CounterGenerator,
    into image: UnsafeMutableBufferPointer<UInt8>
  ) {
    for row in box {
      for column in box {
        let index = (row - box.lowerBound) * Self.boxSide + column - box.lowerBound
        ink[index] = coverage(depths[row * side + column] / pen.softness + 0.5, pen: pen, from: &generator)
      }
    }
    let (top, left) = corner(ofSquare: imageSide)
    let window = 0..<imageSide
    for row in 0..<Self.boxSide where window.contains(row + top) {
      for column in 0..<Self.boxSide where window.contains(column + left) {
        image[(row + top) * imageSide + column + left] = ink[row * Self.boxSide + column]
      }
    }
  }

  /// `depth` is 0 outside the edge and 1 inside it.
  private func coverage(_ depth: Float, pen: Pen, from generator: inout CounterGenerator) -> UInt8 {
    guard depth > -pen.raggedness else { return 0 }
    let isEdge = depth < 1 + pen.raggedness
    let coverage = isEdge ? depth + pen.raggedness * (2 * generator.uniform() - 1) : 1
    return UInt8(min(max(coverage, 0), 1) * 255 + 0.5)
  }

  /// Where the box's top left corner comes to stand in a square of `extent` pixels.
  private func corner(ofSquare extent: Int) -> (row: Int, column: Int) {
    var (mass, rows, columns) = (0, 0, 0)
    for (index, value) in ink.enumerated() {
      mass += Int(value)
      rows += Int(value) * (index / Self.boxSide)
      columns += Int(value) * (index % Self.boxSide)
    }
    guard mass > 0 else { return (0, 0) }
    return (extent / 2 - (rows + mass / 2) / mass, extent / 2 - (columns + mass / 2) / mass)
  }
}
