/// Ink on which nothing is written: the lines of squared paper, tables and tiles, bars of a code, filled shapes, rings.
struct EmptyForms {
  private let components: Components
  /// The pieces without specks.
  private let pieces: [Component]
  /// The largest piece's area.
  private let largest: Int

  /// How much of its box a hole between straight lines fills at least; of a zero it is 0.79.
  private static let rectangle: Float = 0.9
  /// Rows or columns along the picture's edges in which no digit has room.
  private static let edge = 4
  /// How much of its box a block fills at least.
  private static let block: Float = 0.95

  init(_ components: Components) {
    self.components = components
    let largest = components.all.map(\.area).max() ?? 0
    self.largest = largest
    pieces = components.all.filter { 50 * $0.area >= largest && $0.area >= 3 }
  }

  /// Whether all ink is of one of these kinds.
  func isAll(of strengths: Plane) -> Bool { isCode || isFilledShape || isLattice(strengths) }

  /// Four blocks or more, and nothing else: no four digits are rectangles.
  private var isCode: Bool {
    pieces.count >= 4 && pieces.allSatisfy(isBlock)
  }

  private func isBlock(_ piece: Component) -> Bool {
    Float(piece.area) >= Self.block * Float(piece.box.width * piece.box.height)
  }

  /// One filled disc, ellipse or rectangle that is about as high as it is wide, with paper around it. A one is narrower.
  private var isFilledShape: Bool {
    guard pieces.count == 1, let piece = pieces.first, components.touchesEdges(piece) == 0,
      min(piece.box.width, piece.box.height) >= 16
    else { return false }
    let (width, height) = (Float(piece.box.width), Float(piece.box.height))
    guard max(width, height) <= 2 * min(width, height) else { return false }
    if isBlock(piece) { return true }
    let moments = PieceMoments(of: piece, in: components)
    // An ellipse has the least spread of all shapes of its area.
    let variance = moments.variance
    let spread = (variance.x * variance.y - moments.covariance * moments.covariance).squareRoot()
    return 4 * Double.pi * spread <= 1.02 * Double(piece.area)
  }

  /// Whether nothing of a piece is further from an edge of the picture than a line is thick: the edge has cut a line along its
  /// length, and what is left of it is pale, so that grain breaks it to pieces.
  private func isAlongEdge(_ box: PixelBox) -> Bool {
    let (right, bottom) = (box.x + box.width, box.y + box.height)
    return min(right, bottom) <= Self.edge
      || max(box.x + Self.edge - components.width, box.y + Self.edge - components.height) >= 0
  }

  /// Lines around three rectangles or more, and no ink but such lines.
  private func isLattice(_ strengths: Plane) -> Bool {
    guard let box = components.box, min(box.width, box.height) >= 24,
      pieces.allSatisfy({ isAlongEdge($0.box) || 2 * $0.area <= $0.box.width * $0.box.height })
    else { return false }
    let lines = components.all.filter { ($0.area >= 12 || $0.box.height >= 6) && !isAlongEdge($0.box) }
    let ink = Plane(
      width: strengths.width, height: strengths.height, values: components.labels.map { $0 > 0 ? 0 : 1 })
    let paper = Components(of: ink, high: 1, low: 1)
    let regions = paper.all.filter { $0.area >= 16 }
    let isRectangle = { (region: Component) in
      Float(region.area) >= Self.rectangle * Float(region.box.width * region.box.height)
    }
    // Lines that run from edge to edge leave nothing but rectangles.
    let isFull = regions.count >= 4 && regions.allSatisfy(isRectangle)
    let holes = isFull ? regions : regions.filter { paper.touchesEdges($0) == 0 }
    guard holes.count >= 3, holes.allSatisfy(isRectangle),
      lines.allSatisfy({ piece in holes.contains { piece.box.holds($0.box) } })
    else { return false }
    if holes.count >= 12 { return true }
    let sides = holes.map { Float(min($0.box.width, $0.box.height)) }.sorted()
    guard let widest = pieces.first(where: { $0.area == largest }) else { return false }
    return components.strokeWidth(of: widest) <= (holes.count >= 4 ? 0.2 : 0.1) * sides[sides.count / 2]
  }
}
