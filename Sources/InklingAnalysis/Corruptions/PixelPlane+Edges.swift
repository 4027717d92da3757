extension PixelPlane {
  /// Edges alone, by J. Canny's detector (1986) with a deviation of one pixel: the ridges of the gradient above `low` that are
  /// joined to one above `high`.
  mutating func keepEdges(low: Float, high: Float) {
    var smoothed = self
    smoothed.smooth(sigma: 1, repeatsEdge: false)
    var weight = PixelPlane(height: height, width: width, value: 1)
    weight.smooth(sigma: 1, repeatsEdge: false)
    for place in smoothed.values.indices { smoothed.values[place] /= weight.values[place] + .ulpOfOne }
    let (down, across) = smoothed.gradient()
    let magnitude = zip(down, across).map { ($0 * $0 + $1 * $1).squareRoot() }
    var isRidge = [Bool](repeating: false, count: values.count)
    for row in 1..<height - 1 {
      for column in 1..<width - 1 {
        let place = row * width + column
        guard magnitude[place] >= low else { continue }
        isRidge[place] = Self.isRidge(place, down[place], across[place], magnitude, width)
      }
    }
    values = Array(repeating: 0, count: values.count)
    var open = isRidge.indices.filter { isRidge[$0] && magnitude[$0] >= high }
    for place in open { values[place] = 1 }
    // No ridge lies at the border, so all neighbours are in the picture.
    while let place = open.popLast() {
      for step in [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]
      where isRidge[place + step] && values[place + step] == 0 {
        values[place + step] = 1
        open.append(place + step)
      }
    }
  }

  /// Sobel's, from row to row and from column to column; the edge is repeated.
  private func gradient() -> (down: [Float], across: [Float]) {
    var (down, across) = (values, values)
    func at(_ row: Int, _ column: Int) -> Float {
      values[min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)]
    }
    for row in 0..<height {
      for column in 0..<width {
        func difference(_ up: (Int, Int), _ middle: (Int, Int), _ low: (Int, Int)) -> Float {
          at(row + up.0, column + up.1) + 2 * at(row + middle.0, column + middle.1) + at(row + low.0, column + low.1)
        }
        down[row * width + column] = difference((1, -1), (1, 0), (1, 1)) - difference((-1, -1), (-1, 0), (-1, 1))
        across[row * width + column] = difference((-1, 1), (0, 1), (1, 1)) - difference((-1, -1), (0, -1), (1, -1))
      }
    }
    return (down, across)
  }

  /// Whether the magnitude is not less than on both sides along the gradient, between the two pixels there.
  private static func isRidge(
    _ place: Int, _ down: Float, _ across: Float, _ magnitude: [Float], _ width: Int
  ) -> Bool {
    let (rows, columns) = (down.magnitude, across.magnitude)
    let vertical = down >= 0 ? width : -width
    let horizontal = across >= 0 ? 1 : -1
    // The pixel straight ahead along the steeper axis, and the one diagonally ahead.
    let straight = rows >= columns ? vertical : horizontal
    let diagonal = vertical + horizontal
    let share =
      rows >= columns ? columns / max(rows, .leastNormalMagnitude) : rows / max(columns, .leastNormalMagnitude)
    func between(_ sign: Int) -> Float {
      magnitude[place + sign * diagonal] * share + magnitude[place + sign * straight] * (1 - share)
    }
    return between(1) <= magnitude[place] && between(-1) <= magnitude[place]
  }
}
