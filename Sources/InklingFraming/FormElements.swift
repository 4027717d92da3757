/// What frames, the lines of forms, rules and the edges of tables leave among the pieces of ink.
///
/// A stroke of writing ends within the picture, has paper on both of its sides, and surrounds no other stroke. What does not
/// is no writing: a straight bar that runs through the picture, one side of which is as dark as itself, or thin lines
/// around other pieces, below them, or between them.
struct FormElements {
  private let components: Components
  private let strengths: Plane
  private let noise: Float
  private let size: SIMD2<Int>

  /// How thick lines around other ink are at most, as a share of the shorter side of what they surround.
  private static let thinnest: Float = 0.08
  /// How much of the picture's side a bar takes at most: one that takes more was cut out to its box.
  private static let broadest: Float = 0.55

  init(of strengths: Plane, noise: Float, components: Components) {
    (self.components, self.strengths, self.noise) = (components, strengths, noise)
    size = SIMD2(strengths.width, strengths.height)
  }

  /// Takes frames, and bars that run through, out of strengths (0 paper, 1 ink), unless there is nothing but bars, which is
  /// returned.
  ///
  /// - Parameter noise: the deviation of the strengths of bare paper.
  static func remove(from strengths: inout Plane, noise: Float) -> Bool {
    var components = Components(of: strengths, high: 0.45, low: 0.45)
    if components.all.count <= mostPieces, EmptyForms(components).isAll(of: strengths) { return true }
    let largest = components.all.map(\.area).max() ?? 0
    components.filter { $0.area * 50 >= largest && $0.area >= 3 }
    guard (1...mostPieces).contains(components.all.count) else { return false }
    let elements = FormElements(of: strengths, noise: noise, components: components)
    let bars = components.all.filter { elements.runsThrough($0) }
    if bars.count == components.all.count { return true }
    let others = components.all.filter { piece in !bars.contains { $0.label == piece.label } }
    let frames = others.filter { elements.surroundsOthers($0) }
    if areRings(frames) { return true }
    let digits = others.filter { 20 * $0.box.height >= 17 * strengths.height }
    let dropped =
      (digits.isEmpty ? bars : bars.filter { 20 * $0.box.height < 19 * strengths.height }) + frames
      + elements.dividers(among: others) + others.filter { elements.isBelowOthers($0) }
    guard !dropped.isEmpty else { return false }
    let labels = Set(dropped.map(\.label))
    let mask = Plane(
      width: strengths.width, height: strengths.height,
      values: components.labels.map { labels.contains($0) ? 1 : 0 })
    strengths = strengths.combined(with: mask.maxima(radius: 1)) { $1 > 0 ? 0 : $0 }
    return false
  }

  /// Whether three pieces lie in one another: rings, or a maze. A digit lies in a box, or in a double one.
  private static func areRings(_ frames: [Component]) -> Bool {
    frames.contains { outer in
      frames.contains { middle in
        outer.label != middle.label && outer.box.holds(middle.box)
          && frames.contains { $0.label != middle.label && $0.label != outer.label && middle.box.holds($0.box) }
      }
    }
  }

  /// The lines between the cells of a form that was cut out at its frame: upright, thin bars nearly as high as the picture, where
  /// nothing else is.
  private func dividers(among pieces: [Component]) -> [Component] {
    let bars = pieces.filter { piece in
      guard piece.box.height >= 40, 10 * piece.box.height >= 9 * size.y, 10 * piece.box.width <= piece.box.height
      else { return false }
      let course = PieceCourse(of: piece, in: components, strengths)
      return course.isBar && course.width <= Self.thinnest * course.length
    }
    let others = pieces.filter { piece in
      !bars.contains { $0.label == piece.label } && 5 * piece.box.width <= 4 * size.x
    }
    let highest = others.map(\.box.height).max() ?? 0
    return 20 * highest < 17 * size.y && 4 * highest >= size.y ? bars : []
  }

  private static let mostPieces = 256

  /// Whether a piece is a bar from one edge of the picture to another.
  private func runsThrough(_ piece: Component) -> Bool {
    // What touches all four was cut out to its box.
    guard (2...3).contains(components.touchesEdges(piece)) else { return false }
    let box = piece.box
    let isBlock = 20 * piece.area >= 19 * box.width * box.height
    if isBlock, box.height == size.y { return isNarrow(Float(box.width), of: size.x) }
    if isBlock, box.width == size.x { return isNarrow(Float(box.height), of: size.y) }
    let course = PieceCourse(of: piece, in: components, strengths)
    return course.runsThrough(noise: noise) && 2 * course.length >= Float(min(size.x, size.y))
      && isNarrow(course.width, of: course.isUpright ? size.x : size.y)
  }

  private func isNarrow(_ width: Float, of side: Int) -> Bool { width <= Self.broadest * Float(side) }

  /// Whether other pieces, which are no dots, lie within a piece of thin lines.
  private func surroundsOthers(_ piece: Component) -> Bool {
    let inner = components.all.filter { other in
      other.label != piece.label && 8 * other.box.height >= piece.box.height && piece.box.holds(other.box)
    }
    guard inner.contains(where: { components.isSurrounded($0.box, by: piece) }) else { return false }
    return components.strokeWidth(of: piece) <= Self.thinnest * Float(min(piece.box.width, piece.box.height))
  }

  /// Whether a piece of thin lines carries others: a comb, or boxes without a top. It lies below them and on both of their sides.
  private func isBelowOthers(_ piece: Component) -> Bool {
    // A ruled line, with the digits that cross it, runs through.
    guard components.touchesEdges(piece) == 0 else { return false }
    let (right, bottom) = (piece.box.x + piece.box.width, piece.box.y + piece.box.height)
    let carried = components.all.filter { other in
      let (end, foot) = (other.box.x + other.box.width, other.box.y + other.box.height)
      return other.label != piece.label && 3 * other.box.height >= piece.box.height && other.box.x > piece.box.x
        && end < right && foot <= bottom && foot > piece.box.y && components.isCarried(other.box, by: piece)
    }
    guard let highest = carried.map(\.box.height).max(), highest >= 20 else { return false }
    return components.strokeWidth(of: piece) <= Self.thinnest * Float(max(highest, piece.box.height)) + 0.5
  }
}
