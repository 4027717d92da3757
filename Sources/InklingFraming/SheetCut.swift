/// A sheet, a card, or the cells of a form, lying wholly within a picture: what is written is on it, and what is around it is a
/// table, a screen or a page.
///
/// Around it the picture's edges are of one level. It has another, is a rectangle that may be turned a little, and has something
/// on it. Several, such as cells that stand apart, are of one height.
package struct SheetCut: Sendable {
  /// Where it is, in the picture's pixels.
  package let box: PixelBox
  /// That part of the picture. What lies in it and not on a sheet has the sheet's level.
  package let picture: Plane

  /// The longer side of the picture on which it is looked for.
  private static let side = 160
  /// How much of the picture each takes at least.
  private static let smallest: Float = 0.02

  /// nil for a picture without one.
  ///
  /// - Parameter picture: grey 0...255.
  package init?(in picture: Plane) {
    guard min(picture.width, picture.height) >= 40 else { return nil }
    let small = picture.shrunk(toFit: Self.side)
    guard min(small.width, small.height) >= 20, let ground = SheetGround(of: small) else { return nil }
    let other = Components(of: small.map { ground.holds($0) ? 0 : 1 }, high: 1, low: 1)
    let least = max(Int(Self.smallest * Float(small.values.count)), 100)
    let sheets = other.all.filter { $0.area >= least && other.touchesEdges($0) == 0 }.compactMap {
      SheetRegion(of: $0, in: other, small, ground)
    }
    guard let largest = sheets.max(by: { $0.area < $1.area }) else { return nil }
    let alike = sheets.filter {
      10 * $0.box.height >= 8 * largest.box.height && 8 * $0.box.height <= 10 * largest.box.height
        && abs($0.level - largest.level) <= 0.2 * abs(ground.level - largest.level)
    }
    guard alike.contains(where: \.isWrittenOn) else { return nil }
    let box = alike.dropFirst().reduce(alike[0].box) { $0.union($1.box) }
    // What lies beside it would be lost.
    guard !other.all.contains(where: { 100 * $0.area >= largest.area && !box.holds($0.box) }) else { return nil }
    guard let cut = Self.cut(alike, box, level: largest.level, small: small, from: picture) else { return nil }
    (self.box, self.picture) = cut
  }

  private static func cut(
    _ sheets: [SheetRegion], _ outer: PixelBox, level: Float, small: Plane, from picture: Plane
  ) -> (PixelBox, Plane)? {
    var inside = Plane(width: small.width, height: small.height)
    for sheet in sheets { sheet.mark(on: &inside) }
    // The sheet's edge is soft.
    inside = inside.minima(radius: 2)
    let reach = sheets[0].reach
    let own = small.combined(with: inside) { $1 > 0 && abs($0 - level) <= reach ? 1 : 0 }
    guard let inner = trimmed(outer, inside, own) else { return nil }
    let paper = local(small, own, level)
    let scale = SIMD2(Float(picture.width) / Float(small.width), Float(picture.height) / Float(small.height))
    let low = SIMD2(Int(Float(inner.x) * scale.x), Int(Float(inner.y) * scale.y))
    let high = SIMD2(
      min(Int(Float(inner.x + inner.width) * scale.x), picture.width),
      min(Int(Float(inner.y + inner.height) * scale.y), picture.height))
    guard high.x - low.x >= 16, high.y - low.y >= 16 else { return nil }
    var part = Plane(width: high.x - low.x, height: high.y - low.y)
    for y in low.y..<high.y {
      let row = min(Int((Float(y) + 0.5) / scale.y), small.height - 1)
      for x in low.x..<high.x {
        let column = min(Int((Float(x) + 0.5) / scale.x), small.width - 1)
        part[x - low.x, y - low.y] = inside[column, row] > 0 ? picture[x, y] : paper[column, row]
      }
    }
    return (PixelBox(x: low.x, y: low.y, width: part.width, height: part.height), part)
  }

  /// Without the rows and columns at its edges that are hardly of the sheet's level, such as the lines around cells.
  private static func trimmed(_ box: PixelBox, _ inside: Plane, _ own: Plane) -> PixelBox? {
    func isBare(_ x: Range<Int>, _ y: Range<Int>) -> Bool {
      var (all, bare) = (Float(0), Float(0))
      for row in y { for column in x { (all, bare) = (all + inside[column, row], bare + own[column, row]) } }
      return all > 0 && bare >= 0.6 * all
    }
    var (left, right) = (box.x, box.x + box.width)
    var (top, bottom) = (box.y, box.y + box.height)
    while right - left > 8, !isBare(left..<left + 1, top..<bottom) { left += 1 }
    while right - left > 8, !isBare(right - 1..<right, top..<bottom) { right -= 1 }
    while bottom - top > 8, !isBare(left..<right, top..<top + 1) { top += 1 }
    while bottom - top > 8, !isBare(left..<right, bottom - 1..<bottom) { bottom -= 1 }
    guard 5 * (right - left) >= 4 * (box.width - 4), 5 * (bottom - top) >= 4 * (box.height - 4) else { return nil }
    return PixelBox(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The sheet's own level near each place.
  private static func local(_ small: Plane, _ own: Plane, _ level: Float) -> Plane {
    let reach = max(4, max(small.width, small.height) / 12)
    let sums = small.combined(with: own, *).boxMeans(radius: reach)
    return sums.combined(with: own.boxMeans(radius: reach)) { $1 > 0.02 ? $0 / $1 : level }
  }
}

/// What all edges of a picture show: one level, and how far from it they stray.
struct SheetGround {
  let level: Float
  let reach: Float
  /// Greys from the darkest to the lightest.
  let range: Float

  /// The share of the edges' pixels that are of that level; others are a corner of something else, or specks.
  private static let evenness: Float = 0.97

  /// nil where the edges are of several levels, or stray as far as anything else: the grain of a table strays less than half.
  init?(of small: Plane) {
    let edges = small.edges(reaching: 2).flatMap { $0 }
    let level = Plane.quantile(0.5, of: edges)
    let range = small.quantile(0.99) - small.quantile(0.01)
    let strays = Plane.quantile(Self.evenness, of: edges.map { abs($0 - level) })
    let reach = max(8, 1.5 * strays, 0.1 * range)
    guard range >= 24, reach <= 0.4 * range else { return nil }
    (self.level, self.reach, self.range) = (level, reach, range)
  }

  func holds(_ value: Float) -> Bool { abs(value - level) <= reach }
}
