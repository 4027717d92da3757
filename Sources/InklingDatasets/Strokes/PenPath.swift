/// The way of the pen as straight pieces: smooth curves through the control points, cut small.
struct PenPath {
  /// A straight piece and the pen's radius at its two ends.
  struct Piece {
    var start: SIMD2<Float>
    var end: SIMD2<Float>
    var startRadius: Float = 1
    var endRadius: Float = 1
  }

  /// Pieces between two control points of a curve; fewer would show at 20 pixels.
  private static let piecesPerCurve = 5

  private(set) var pieces: [Piece] = []
  /// The corners of the smallest box around the path before it was fitted, the pen's width not counted.
  private(set) var low = SIMD2<Float>(repeating: .infinity)
  private(set) var high = SIMD2<Float>(repeating: -.infinity)

  /// A Catmull-Rom curve through each stroke's points; a corner ends one curve and starts the next.
  init(through strokes: [[Glyph.ControlPoint]]) {
    pieces.reserveCapacity(80)
    for points in strokes {
      for index in 0..<points.count - 1 { appendSpan(from: index, of: points) }
    }
  }

  /// The cubic from point `index` to the next, whose tangents are half the chord of the neighbours (Catmull and Rom,
  /// 1974). At an end or a corner the missing neighbour is the mirrored one.
  private mutating func appendSpan(from index: Int, of points: [Glyph.ControlPoint]) {
    let a = points[index].position
    let b = points[index + 1].position
    let isFirst = index == 0 || points[index].isCorner
    let isLast = index + 2 == points.count || points[index + 1].isCorner
    if isFirst && isLast { return append(from: a, to: b) }
    let before = isFirst ? a + a - b : points[index - 1].position
    let after = isLast ? b + b - a : points[index + 2].position
    let startTangent = (b - before) * 0.5
    let endTangent = (after - a) * 0.5
    let cubic = (a - b) * 2 + startTangent + endTangent
    let square = (b - a) * 3 - startTangent * 2 - endTangent
    var last = a
    for step in 1...Self.piecesPerCurve {
      let t = Float(step) / Float(Self.piecesPerCurve)
      let next = step == Self.piecesPerCurve ? b : a + (startTangent + (square + cubic * t) * t) * t
      append(from: last, to: next)
      last = next
    }
  }

  private mutating func append(from start: SIMD2<Float>, to end: SIMD2<Float>) {
    pieces.append(Piece(start: start, end: end))
    low = pointwiseMin(low, pointwiseMin(start, end))
    high = pointwiseMax(high, pointwiseMax(start, end))
  }

  /// Scales the path until its ink fits a square of `side` pixels, and moves the ink's middle to `center`.
  mutating func fit(side: Float, center: SIMD2<Float>, pen: Pen) {
    let count = Float(pieces.count)
    for index in pieces.indices {
      pieces[index].startRadius = pen.radius(at: Float(index) / count)
      pieces[index].endRadius = pen.radius(at: Float(index + 1) / count)
    }
    // The pen does not grow with the path, so that other pieces may come to lie outermost: once is not enough.
    for _ in 0..<3 { scale(toFit: side) }
    let ink = self.ink
    move(by: center - (ink.low + ink.high) / 2)
  }

  /// Moves the path.
  mutating func move(by shift: SIMD2<Float>) {
    for index in pieces.indices {
      pieces[index].start += shift
      pieces[index].end += shift
    }
  }

  /// The corners of the smallest box around the line as the pen draws it.
  var ink: (low: SIMD2<Float>, high: SIMD2<Float>) {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = -low
    for piece in pieces {
      low = pointwiseMin(low, pointwiseMin(piece.start - piece.startRadius, piece.end - piece.endRadius))
      high = pointwiseMax(high, pointwiseMax(piece.start + piece.startRadius, piece.end + piece.endRadius))
    }
    return (low, high)
  }

  private mutating func scale(toFit side: Float) {
    let (low, high) = ink
    let (path, ink) = (self.high - self.low, high - low)
    let factors = (SIMD2(repeating: side) - ink + path) / pointwiseMax(path, SIMD2(repeating: 0.001))
    let factor = ink.x > ink.y ? factors.x : factors.y
    for index in pieces.indices {
      pieces[index].start *= factor
      pieces[index].end *= factor
    }
    self.low *= factor
    self.high *= factor
  }
}
