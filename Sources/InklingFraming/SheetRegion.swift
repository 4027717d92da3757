/// A piece that may be a sheet: all that lies between its outermost pixels.
struct SheetRegion {
  let box: PixelBox
  /// Its pixels, with all that lies on it.
  let area: Int
  /// The level that most of it has.
  let level: Float
  /// How far from that its own pixels are.
  let reach: Float
  /// Whether there is something on it.
  let isWrittenOn: Bool
  /// The first and the last column of each row of the box, and the first and last row of each column.
  private let rows: [SIMD2<Int>]
  private let columns: [SIMD2<Int>]

  /// How much of the rectangle around it, turned as it is, it fills at least; an ellipse fills 0.79.
  private static let full: Float = 0.88
  /// How much of it is of its own level at least.
  private static let bare: Float = 0.5
  /// The shorter side at least, in pixels of the small picture.
  private static let shortest = 10
  /// The steepest turn that is looked for, in degrees.
  private static let steepest = 8

  /// nil for a piece that is no rectangle, or of the level of what is around it.
  init?(of piece: Component, in pieces: Components, _ small: Plane, _ ground: SheetGround) {
    box = piece.box
    guard min(box.width, box.height) >= Self.shortest else { return nil }
    var rows = [SIMD2<Int>](repeating: SIMD2(.max, -1), count: box.height)
    var columns = [SIMD2<Int>](repeating: SIMD2(.max, -1), count: box.width)
    let corner = SIMD2(box.x, box.y)
    pieces.forEachPixel(of: piece) { x, y in
      let (row, column) = (rows[y - corner.y], columns[x - corner.x])
      rows[y - corner.y] = SIMD2(min(row.x, x), max(row.y, x))
      columns[x - corner.x] = SIMD2(min(column.x, y), max(column.y, y))
    }
    (self.rows, self.columns) = (rows, columns)
    var values: [Float] = []
    for y in box.y..<box.y + box.height {
      for x in box.x..<box.x + box.width where Self.holds(x, y, corner, rows, columns) { values.append(small[x, y]) }
    }
    area = values.count
    let level = Plane.quantile(0.5, of: values)
    self.level = level
    let distance = abs(level - ground.level)
    guard distance >= max(16, 1.2 * ground.reach, 0.12 * ground.range) else { return nil }
    let reach = max(8, 0.3 * distance)
    self.reach = reach
    let own = values.count { abs($0 - level) <= reach }
    guard Float(own) >= Self.bare * Float(values.count) else { return nil }
    isWrittenOn = Self.marks(small, box, rows, columns, level, ground.range) * 250 >= values.count
    guard isRectangle(filled: values.count) else { return nil }
  }

  /// Makes all that lies on it 1.
  func mark(on mask: inout Plane) {
    for y in box.y..<box.y + box.height {
      for x in box.x..<box.x + box.width where Self.holds(x, y, SIMD2(box.x, box.y), rows, columns) { mask[x, y] = 1 }
    }
  }

  private static func holds(
    _ x: Int, _ y: Int, _ corner: SIMD2<Int>, _ rows: [SIMD2<Int>], _ columns: [SIMD2<Int>]
  ) -> Bool {
    let (row, column) = (rows[y - corner.y], columns[x - corner.x])
    return x >= row.x && x <= row.y && y >= column.x && y <= column.y
  }

  /// Pixels, not near its edges, that are of another level.
  private static func marks(
    _ small: Plane, _ box: PixelBox, _ rows: [SIMD2<Int>], _ columns: [SIMD2<Int>], _ level: Float, _ range: Float
  ) -> Int {
    let (corner, far) = (SIMD2(box.x, box.y), max(12, 0.2 * range))
    var count = 0
    for y in box.y..<box.y + box.height {
      for x in box.x..<box.x + box.width where abs(small[x, y] - level) > far {
        let (row, column) = (rows[y - corner.y], columns[x - corner.x])
        let inside = [x - row.x, row.y - x, y - column.x, column.y - y].min() ?? 0
        if inside >= 3 { count += 1 }
      }
    }
    return count
  }

  /// Whether it fills a rectangle, and its corners, turned by some degrees at most.
  private func isRectangle(filled: Int) -> Bool {
    var points: [SIMD2<Float>] = []
    for (place, row) in rows.enumerated() where row.y >= 0 {
      points += [SIMD2(Float(row.x), Float(box.y + place)), SIMD2(Float(row.y), Float(box.y + place))]
    }
    for (place, column) in columns.enumerated() where column.y >= 0 {
      points += [SIMD2(Float(box.x + place), Float(column.x)), SIMD2(Float(box.x + place), Float(column.y))]
    }
    var least = Float.infinity
    var corners = 0
    for step in -2 * Self.steepest...2 * Self.steepest {
      // Small turns: the sine is the angle.
      let slope = Float(step) * 0.5 * .pi / 180
      let turned = points.map { SIMD2($0.x + slope * $0.y, $0.y - slope * $0.x) }
      let low = turned.reduce(turned[0]) { pointwiseMin($0, $1) }
      let high = turned.reduce(turned[0]) { pointwiseMax($0, $1) }
      let size = (high - low + 1) / (1 + slope * slope).squareRoot()
      guard size.x * size.y < least else { continue }
      least = size.x * size.y
      let near = max(2, 0.12 * size.min())
      corners = [low, high, SIMD2(low.x, high.y), SIMD2(high.x, low.y)].count { corner in
        turned.contains { (($0 - corner) * ($0 - corner)).sum() <= near * near }
      }
    }
    return Float(filled) >= Self.full * least && corners == 4
  }
}
