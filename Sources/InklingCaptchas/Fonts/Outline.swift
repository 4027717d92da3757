/// The shape of a character: closed curves, in units of the font's em square, y upwards.
struct Outline: Sendable, Equatable {
  /// A piece of a closed curve, from where the last one ended.
  enum Piece: Sendable, Equatable {
    case line(to: SIMD2<Float>)
    /// A quadratic Bézier curve, as TrueType has them.
    case quadratic(SIMD2<Float>, to: SIMD2<Float>)
    /// A cubic one, as PostScript has them.
    case cubic(SIMD2<Float>, SIMD2<Float>, to: SIMD2<Float>)
  }

  /// A closed curve.
  struct Contour: Sendable, Equatable {
    let start: SIMD2<Float>
    var pieces: [Piece] = []
  }

  var contours: [Contour] = []

  /// Polygons that are at most `tolerance` away from the curves, with no side longer than `longest`.
  func polygons(tolerance: Float, longest: Float) -> [[SIMD2<Float>]] {
    contours.map { contour in
      var points = [contour.start]
      for piece in contour.pieces { Self.add(piece, to: &points, tolerance: tolerance, longest: longest) }
      Self.add(.line(to: contour.start), to: &points, tolerance: tolerance, longest: longest)
      points.removeLast()
      return points
    }
  }

  /// The most sides for one curve.
  private static let mostSides: Float = 64

  private static func add(_ piece: Piece, to points: inout [SIMD2<Float>], tolerance: Float, longest: Float) {
    let start = points[points.count - 1]
    switch piece {
    case .line(let end):
      let count = sides((length(end - start) / longest).rounded(.up))
      for place in 1...count { points.append(start + (end - start) * (Float(place) / Float(count))) }
    case .quadratic(let control, let end):
      // A chord of a parabola's n-th part is |p0 - 2 p1 + p2| / (4 n²) away from it.
      let count = sides((length(start - 2 * control + end) / (4 * tolerance)).squareRoot().rounded(.up))
      for place in 1...count {
        let t = Float(place) / Float(count)
        let (low, high) = (start + (control - start) * t, control + (end - control) * t)
        points.append(low + (high - low) * t)
      }
    case .cubic(let first, let second, let end):
      let bend = max(length(start - 2 * first + second), length(first - 2 * second + end))
      let count = sides((0.75 * bend / tolerance).squareRoot().rounded(.up))
      for place in 1...count {
        let t = Float(place) / Float(count)
        let (a, b, c) = (start + (first - start) * t, first + (second - first) * t, second + (end - second) * t)
        let (low, high) = (a + (b - a) * t, b + (c - b) * t)
        points.append(low + (high - low) * t)
      }
    }
  }

  private static func sides(_ count: Float) -> Int { Int(min(max(count, 1), mostSides)) }

  private static func length(_ step: SIMD2<Float>) -> Float { (step * step).sum().squareRoot() }
}
