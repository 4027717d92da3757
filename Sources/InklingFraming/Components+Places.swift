extension Components {
  /// Calls `body` with the column and row of each of a piece's pixels.
  @inline(__always)
  func forEachPixel(of piece: Component, _ body: (Int, Int) -> Void) {
    for y in piece.box.y..<piece.box.y + piece.box.height {
      for x in piece.box.x..<piece.box.x + piece.box.width where labels[y * width + x] == piece.label { body(x, y) }
    }
  }

  /// Whether a pixel lies in the picture's outermost rows and columns.
  func isOutermost(_ x: Int, _ y: Int) -> Bool { x == 0 || y == 0 || x == width - 1 || y == height - 1 }

  /// How many of the picture's four edges a piece touches.
  func touchesEdges(_ piece: Component) -> Int {
    let box = piece.box
    return [box.x == 0, box.y == 0, box.x + box.width == width, box.y + box.height == height].count { $0 }
  }

  /// Whether a piece lies on all four sides of a rectangle within it, seen from its middle.
  func isSurrounded(_ box: PixelBox, by piece: Component) -> Bool {
    let (x, y) = (box.x + box.width / 2, box.y + box.height / 2)
    let (right, bottom) = (piece.box.x + piece.box.width, piece.box.y + piece.box.height)
    return (piece.box.x..<box.x).contains { labels[y * width + $0] == piece.label }
      && (box.x + box.width..<right).contains { labels[y * width + $0] == piece.label }
      && (piece.box.y..<box.y).contains { labels[$0 * width + x] == piece.label }
      && (box.y + box.height..<bottom).contains { labels[$0 * width + x] == piece.label }
  }

  /// Whether a piece lies below a rectangle, seen from its middle, and, beside its lower part or below it, on both of its sides.
  func isCarried(_ box: PixelBox, by piece: Component) -> Bool {
    let (x, right, bottom) = (box.x + box.width / 2, piece.box.x + piece.box.width, piece.box.y + piece.box.height)
    guard (box.y + box.height..<bottom).contains(where: { labels[$0 * width + x] == piece.label }) else { return false }
    let row = max(box.y + box.height * 9 / 10, piece.box.y)
    return (piece.box.x..<box.x).contains { labels[row * width + $0] == piece.label }
      && (box.x + box.width..<right).contains { labels[row * width + $0] == piece.label }
  }

  /// The share of a piece's border on which what lies three pixels outside, and is no ink, is about as dark as what lies
  /// inside; zero where nothing lies beside it.
  ///
  /// - Parameters:
  ///   - depths: how far each pixel is from white towards ink.
  ///   - reach: how far inside the darkest pixel is looked for, half of its strokes' width: its edge may be soft.
  func darkShare(beside piece: Component, in depths: Plane, reach: Int) -> Float {
    var steps: [Float] = []
    let directions = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    forEachPixel(of: piece) { x, y in
      for (right, down) in directions {
        let (column, row) = (x + 3 * right, y + 3 * down)
        guard column >= 0, column < width, row >= 0, row < height, labels[(y + down) * width + x + right] == 0,
          labels[row * width + column] == 0
        else { continue }
        let inner = (0...reach).reduce(Float(0)) { darkest, step in
          let (back, up) = (min(max(x - step * right, 0), width - 1), min(max(y - step * down, 0), height - 1))
          return labels[up * width + back] == piece.label ? max(darkest, depths[back, up]) : darkest
        }
        // The share of the light beside it that it lacks: in a shadow all is darker.
        steps.append((inner - depths[column, row]) / max(255 - depths[column, row], 32))
      }
    }
    let usual = Plane.quantile(0.8, of: steps)
    return Float(steps.count { $0 < 0.35 * usual }) / Float(max(steps.count, 1))
  }
}
