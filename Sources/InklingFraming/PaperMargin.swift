/// Paper put around a picture whose ink reaches all four edges: one that was cut out without a margin.
package struct PaperMargin: Sendable {
  /// The picture with its margin.
  package let picture: Plane
  /// Columns and rows of the margin on each side.
  package let size: Int
  private let inner: SIMD2<Int>

  /// How near to an edge ink is to be that reaches it: a soft edge of an enlarged digit ends before it.
  private static let nearness: Float = 0.06
  /// The margin, as a share of the picture's shorter side.
  private static let share: Float = 0.25

  /// nil for a picture with grey 0...255 that has nothing like ink along one of its edges.
  package init?(around picture: Plane, inkIsLight: Bool) {
    let small = picture.shrunk(toFit: Paper.side)
    let grid = small.shrunk(toFit: Paper.cells)
    guard Self.reachesAll(small, grid, inkIsLight: inkIsLight) else { return nil }
    let paper = Self.paper(of: grid, inkIsLight: inkIsLight).resized(columns: picture.width, rows: picture.height)
    let size = max(4, Int(Self.share * Float(min(picture.width, picture.height))))
    (self.size, inner) = (size, SIMD2(picture.width, picture.height))
    var wide = Plane(width: picture.width + 2 * size, height: picture.height + 2 * size)
    for y in 0..<wide.height {
      let row = min(max(y - size, 0), picture.height - 1)
      for x in 0..<wide.width {
        let column = min(max(x - size, 0), picture.width - 1)
        wide[x, y] = row == y - size && column == x - size ? picture[column, row] : paper[column, row]
      }
    }
    self.picture = wide
  }

  /// How many of the four edges a box of the picture's ink reaches.
  package func edges(reachedBy box: PixelBox) -> Int {
    let near = Self.reach(of: inner.x, inner.y)
    return [box.x < near, box.y < near, box.x + box.width > inner.x - near, box.y + box.height > inner.y - near]
      .count { $0 }
  }

  /// Rows or columns within which ink reaches an edge.
  static func reach(of width: Int, _ height: Int) -> Int {
    let side = min(width, height)
    return min(max(2, Int(nearness * Float(side))), side)
  }

  /// Whether each edge has something nearer to the darkest than to the lightest, or the other way round for light ink.
  private static func reachesAll(_ picture: Plane, _ grid: Plane, inkIsLight: Bool) -> Bool {
    let middle = (grid.quantile(0.02) + grid.quantile(0.98)) / 2
    let near = reach(of: picture.width, picture.height)
    return picture.edges(reaching: near).allSatisfy { edge in
      edge.contains { $0 != middle && ($0 > middle) == inkIsLight }
    }
  }

  /// The paper around each place: what hardly a tenth of its surroundings is farther from ink than.
  private static func paper(of grid: Plane, inkIsLight: Bool) -> Plane {
    grid.localQuantiles(inkIsLight ? 0.1 : 0.9, radius: max(max(grid.width, grid.height) / 3, 2))
  }
}
