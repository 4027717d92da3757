/// Which is ink in a picture of two levels that both reach all four edges: bold digits that were cut out without a margin.
/// Their holes are narrower than their strokes, so that what is narrow does not tell.
enum CoveredEdges {
  /// The share of the picture that bold ink covers at least.
  private static let leastInk: Float = 0.3
  /// The share of a ring inside the edges that bold ink covers at most.
  private static let mostInk: Float = 0.75

  /// A shadow is between ink and paper, and makes a third level. A frame's level has hardly a part of what it surrounds.
  /// Digits are round: paper has three corners at least, and half of what lies along the edges. Where each level has two of
  /// the corners, ink is in fewer pieces than paper, which its strokes divide. nil where these do not tell, and for any other
  /// picture.
  ///
  /// - Parameter grid: the same picture in fewer pixels.
  static func inkIsLight(on picture: Plane, grid: Plane) -> Bool? {
    guard let middle = TwoLevels(of: picture, grid: grid)?.middle else { return nil }
    let near = PaperMargin.reach(of: picture.width, picture.height)
    let edges = picture.edges(reaching: near)
    guard edges.allSatisfy({ $0.contains { $0 > middle } && $0.contains { $0 <= middle } }) else { return nil }
    let light = picture.map { $0 > middle ? 1 : 0 }
    let share = light.values.reduce(0, +) / Float(light.values.count)
    // Just inside a frame nearly all is of the level that digits would have.
    let inner = ring(of: light, inset: 3 * near / 2)
    guard (1 - mostInk...mostInk).contains(inner) else { return nil }
    let (corners, ring) = (corners(of: light), ring(of: light, inset: near / 2))
    if corners >= 3 { return ring >= 0.5 && 1 - share >= leastInk ? false : nil }
    if corners <= 1 { return ring <= 0.5 && share >= leastInk ? true : nil }
    guard (0.25...0.75).contains(ring), (leastInk...1 - leastInk).contains(share) else { return nil }
    let (lights, darks) = (pieces(of: light), pieces(of: light.map { 1 - $0 }))
    return lights == darks ? nil : lights < darks
  }

  /// The share of this level along the edges, so many pixels inside: their softness ends there.
  private static func ring(of mask: Plane, inset: Int) -> Float {
    let (right, bottom) = (mask.width - 1 - inset, mask.height - 1 - inset)
    guard right > inset, bottom > inset else { return 0 }
    let level = (inset...right).reduce(Float(0)) { $0 + mask[$1, inset] + mask[$1, bottom] }
    let upright = (inset...bottom).reduce(Float(0)) { $0 + mask[inset, $1] + mask[right, $1] }
    return (level + upright) / Float(2 * (right + bottom - 2 * inset + 2))
  }

  private static func pieces(of mask: Plane) -> Int {
    let least = TwoLevels.smallest * Float(mask.values.count)
    return Components(of: mask, high: 1, low: 1).all.count { Float($0.area) >= least }
  }

  /// How many of the four corners are of this level, by the larger part of a small square in each.
  private static func corners(of mask: Plane) -> Int {
    let side = max(1, min(mask.width, mask.height) / 20)
    let corners = [(0, 0), (mask.width - side, 0), (0, mask.height - side), (mask.width - side, mask.height - side)]
    return corners.count { left, top in
      var sum: Float = 0
      for y in top..<top + side { for x in left..<left + side { sum += mask[x, y] } }
      return 2 * sum > Float(side * side)
    }
  }
}
