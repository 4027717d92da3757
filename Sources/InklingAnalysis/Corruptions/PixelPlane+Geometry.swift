import InklingRandomness

extension PixelPlane {
  /// A linear map about the middle, from the result to the picture, bilinear; nothing lies beyond the edge.
  mutating func warp(xx: Float, xy: Float, yx: Float, yy: Float) {
    let source = values
    let (middleX, middleY) = (Float(width - 1) / 2, Float(height - 1) / 2)
    for row in 0..<height {
      for column in 0..<width {
        let (x, y) = (Float(column) - middleX, Float(row) - middleY)
        values[row * width + column] = sample(source, xx * x + xy * y + middleX, yx * x + yy * y + middleY)
      }
    }
  }

  private func sample(_ source: [Float], _ x: Float, _ y: Float) -> Float {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (column, row) = (Int(left), Int(top))
    let (dx, dy) = (x - left, y - top)
    func at(_ row: Int, _ column: Int) -> Float {
      row >= 0 && row < height && column >= 0 && column < width ? source[row * width + column] : 0
    }
    let above = at(row, column) * (1 - dx) + at(row, column + 1) * dx
    let below = at(row + 1, column) * (1 - dx) + at(row + 1, column + 1) * dx
    return above * (1 - dy) + below * dy
  }

  /// Moved by so many pixels, to either side and up or down.
  mutating func move(by distance: Int, _ generator: inout CounterGenerator) {
    let across = generator.below(2) == 0 ? -distance : distance
    let down = generator.below(2) == 0 ? -distance : distance
    let source = values
    for row in 0..<height {
      for column in 0..<width {
        let (y, x) = (row + down, column + across)
        let isInside = y >= 0 && y < height && x >= 0 && x < width
        values[row * width + column] = isInside ? source[y * width + x] : 0
      }
    }
  }

  mutating func brighten(by amount: Float) {
    for place in values.indices { values[place] = min(values[place] + amount, 1) }
  }

  /// Inverts the quarter at the left and the one at the right.
  mutating func invertSides() {
    for row in 0..<height {
      for column in 0..<width where column < width / 4 || column >= width - width / 4 {
        values[row * width + column] = 1 - values[row * width + column]
      }
    }
  }
}
