/// A picture cut into upright strips, in each of which a nearly level line is a dark row.
struct RuledStrips {
  /// The thickest line that is looked for, in rows, and the reach of its darkness around its middle.
  let thickness: Int
  /// The share of the strips in which a line shows at least; digits hide it in others.
  private static let leastShare: Float = 0.6
  private let columns: Int
  private let width: Int
  private let height: Int
  private let count: Int
  /// [strip][row]: how much darker the row is than the rows above and below it.
  private let contrast: [[Float]]
  private let threshold: Float

  init(of strengths: Plane, noise: Float) {
    (width, height) = (strengths.width, strengths.height)
    columns = max(8, min(16, strengths.width / 8))
    count = strengths.width / columns
    thickness = max(2, min(strengths.width, strengths.height) / 80 + 1)
    threshold = max(0.025, 2 * noise / Float(columns).squareRoot())
    let (columns, height, thickness) = (columns, height, thickness)
    contrast = (0..<count).map { strip in
      let rows = Self.paleColumns(of: strengths, strip * columns..<(strip + 1) * columns)
      return (0..<height).map { y in
        let above = y - thickness - 1 >= 0 ? rows[y - thickness - 1] : .zero
        let below = y + thickness + 1 < height ? rows[y + thickness + 1] : .zero
        return (rows[y] - pointwiseMax(above, below)).max()
      }
    }
  }

  /// For each row the strengths that two fifths and a quarter of the columns do not reach: strokes that cross the strip do
  /// not count. A tilted line leaves its row within a strip, so that it shows in the first; between many strokes it shows
  /// in the second.
  private static func paleColumns(of strengths: Plane, _ columns: Range<Int>) -> [SIMD2<Float>] {
    var sorted = [Float](repeating: 0, count: columns.count)
    return (0..<strengths.height).map { y in
      for (place, x) in columns.enumerated() {
        let value = strengths.values[y * strengths.width + x]
        var hole = place
        while hole > 0, sorted[hole - 1] > value {
          sorted[hole] = sorted[hole - 1]
          hole -= 1
        }
        sorted[hole] = value
      }
      return SIMD2(sorted[columns.count * 2 / 5], sorted[columns.count / 4])
    }
  }

  /// The rows of each line at each column.
  func courses(steepest: Float) -> [[Float]] {
    let most = Int(Float(width) * steepest)
    var best: (score: Float, tilt: Int, coverage: [Float]) = (0, 0, [])
    for tilt in -most...most {
      let coverage = self.coverage(tilt: tilt)
      let score = coverage.reduce(0) { $0 + ($1 >= Self.leastShare ? $1 * $1 : 0) }
      if score > best.score || (score == best.score && abs(tilt) < abs(best.tilt)) { best = (score, tilt, coverage) }
    }
    guard best.score > 0 else { return [] }
    var courses: [[Float]] = []
    for row in best.coverage.indices where best.coverage[row] >= Self.leastShare {
      let near = max(row - thickness - 1, 0)...min(row + thickness + 1, height - 1)
      let strength = darkness(row: row, tilt: best.tilt)
      // Of neighbouring rows the darkest is the line's middle; of equal ones the first.
      let isMiddle = near.allSatisfy { other in
        let others = darkness(row: other, tilt: best.tilt)
        return others < strength || (others == strength && other >= row)
      }
      if isMiddle { courses.append(course(row: row, tilt: best.tilt)) }
    }
    return courses
  }

  private func place(_ row: Int, _ strip: Int, _ tilt: Int) -> Int {
    row + ((2 * strip + 1 - count) * tilt) / (2 * count)
  }

  /// For each row in the picture's middle: the share of strips in which the line through it shows.
  private func coverage(tilt: Int) -> [Float] {
    var hits = [Int](repeating: 0, count: height)
    var inside = [Int](repeating: 0, count: height)
    for strip in 0..<count {
      let shift = place(0, strip, tilt)
      contrast[strip].withUnsafeBufferPointer { contrast in
        for row in max(0, -shift)..<max(min(height, height - shift), max(0, -shift)) {
          inside[row] += 1
          if contrast[row + shift] > threshold { hits[row] += 1 }
        }
      }
    }
    return (0..<height).map { inside[$0] * 2 >= count ? Float(hits[$0]) / Float(inside[$0]) : 0 }
  }

  private func darkness(row: Int, tilt: Int) -> Float {
    (0..<count).reduce(0) { sum, strip in
      let y = place(row, strip, tilt)
      return y >= 0 && y < height ? sum + min(contrast[strip][y], 4 * threshold) : sum
    }
  }

  /// The line's row in each strip, found anew near the straight one and smoothed by a median of five, then at each column.
  private func course(row: Int, tilt: Int) -> [Float] {
    let found = (0..<count).map { strip -> Float in
      let y = place(row, strip, tilt)
      let near = max(y - 2, 0)...max(min(y + 2, height - 1), max(y - 2, 0))
      let best = near.filter { $0 < height }.max { contrast[strip][$0] < contrast[strip][$1] } ?? y
      guard y >= 0, y < height, contrast[strip][best] > threshold else { return 0 }
      return Float(best - y)
    }
    let offsets = found.indices.map { strip -> Float in
      let near = found[max(strip - 2, 0)...min(strip + 2, count - 1)].sorted()
      return near[near.count / 2]
    }
    return (0..<width).map { x in
      let strip = min(x / columns, count - 1)
      let exact = Float(row) + (Float(2 * x + 1) / Float(2 * columns * count) - 0.5) * Float(tilt)
      return exact + offsets[strip]
    }
  }
}
