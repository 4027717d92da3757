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

  /// Scales the path until it fits a square of `side` pixels with the pen's width, and moves the centre of its mass to
  /// `center`, as MNIST's makers did.
  mutating func fit(side: Float, center: SIMD2<Float>, pen: Pen) {
    let extent = max(high.x - low.x, high.y - low.y)
    let scale = (side - 2 * pen.radius) / max(extent, 0.1)
    let count = Float(pieces.count)
    for index in pieces.indices {
      pieces[index].startRadius = pen.radius(at: Float(index) / count)
      pieces[index].endRadius = pen.radius(at: Float(index + 1) / count)
      pieces[index].start *= scale
      pieces[index].end *= scale
    }
    let shift = center - centerOfMass
    for index in pieces.indices {
      pieces[index].start += shift
      pieces[index].end += shift
    }
  }

  /// The mean of the pieces' middles, weighted with length and width.
  var centerOfMass: SIMD2<Float> {
    var mass: Float = 0
    var moment = SIMD2<Float>()
    for piece in pieces {
      let step = piece.end - piece.start
      let weight = (step * step).sum().squareRoot() * (piece.startRadius + piece.endRadius)
      mass += weight
      moment += (piece.start + piece.end) * (0.5 * weight)
    }
    return moment / max(mass, 0.001)
  }
}
