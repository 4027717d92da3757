/// Makes strokes thicker: each corner of a character's polygons moves outwards, which is inwards where it bounds a hole.
enum StrokeWeight {
  /// A sharp corner moves no further than it would at this sum of its edges' normals and one.
  private static let sharpest: Float = 0.5

  /// Moves the corners from `first` on by a distance along both of their edges' normals, and returns the box around them.
  ///
  /// - Parameter ends: behind each polygon's last corner, counted from `first`.
  static func add(
    _ distance: Float, to points: inout [SIMD2<Float>], from first: Int, ends: [Int]
  ) -> CharacterForm.Box {
    var box: CharacterForm.Box = (SIMD2(repeating: .infinity), SIMD2(repeating: -.infinity))
    // What bounds ink turns one way and what bounds holes the other; fonts differ in which, and ink is more than holes.
    var area: Float = 0
    forEachPolygon(first, ends) { area += Self.area(points[$0]) }
    let outwards = area < 0 ? -distance : distance
    forEachPolygon(first, ends) { polygon in
      guard let last = polygon.last else { return }
      let (start, end) = (points[polygon.lowerBound], points[last])
      var before = end
      for index in polygon {
        let point = points[index]
        let next = index == last ? start : points[index + 1]
        let moved = point + outwards * direction(normal(from: before, to: point), normal(from: point, to: next))
        before = point
        points[index] = moved
        box = (pointwiseMin(box.low, moved), pointwiseMax(box.high, moved))
      }
    }
    return box
  }

  private static func forEachPolygon(_ first: Int, _ ends: [Int], _ body: (Range<Int>) -> Void) {
    var start = first
    for end in ends {
      body(start..<first + end)
      start = first + end
    }
  }

  private static func area(_ polygon: ArraySlice<SIMD2<Float>>) -> Float {
    guard var last = polygon.last else { return 0 }
    var twice: Float = 0
    for point in polygon {
      twice += last.x * point.y - last.y * point.x
      last = point
    }
    return twice / 2
  }

  /// Of length one; nothing between two corners at one place.
  private static func normal(from: SIMD2<Float>, to: SIMD2<Float>) -> SIMD2<Float> {
    let step = to - from
    let length = (step * step).sum().squareRoot()
    return length > 0 ? SIMD2(step.y, -step.x) / length : .zero
  }

  /// Where a corner goes when both of its edges move by one.
  private static func direction(_ one: SIMD2<Float>, _ other: SIMD2<Float>) -> SIMD2<Float> {
    if one == .zero { return other }
    if other == .zero { return one }
    return (one + other) / max(1 + (one * other).sum(), sharpest)
  }
}
