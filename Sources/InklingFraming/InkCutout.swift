/// Part of a picture's ink, and where it was.
package struct InkCutout: Sendable, Equatable {
  /// The column of its left edge in the picture.
  package var x: Int
  /// The row of its top edge.
  package var y: Int
  /// Its strengths.
  package var ink: Plane

  package init(x: Int, y: Int, ink: Plane) {
    (self.x, self.y, self.ink) = (x, y, ink)
  }

  /// All ink, cut out with a pixel of paper around it; nil without ink.
  package static func all(in ink: Ink) -> InkCutout? {
    guard var box = ink.components.all.first?.box else { return nil }
    for component in ink.components.all { box = box.union(component.box) }
    return cut(box, from: ink.strengths, ink.components) { $0 == 0 || $0 > 0 }
  }

  /// The lines' digits from the left, those that touch divided.
  ///
  /// A digit alone in its line says nothing of how high others are: what is usual in the picture does.
  package static func cutouts(of lines: [[InkGroup]], in ink: Ink) -> [[DividedInk]] {
    let heights = lines.flatMap { $0.map(\.box.height) }.sorted()
    let usual = heights.isEmpty ? 0 : heights[heights.count / 2]
    return lines.map { line in
      let own = line.map(\.box.height).max() ?? 0
      let height = line.count == 1 ? max(own, min(usual, 2 * own)) : own
      return line.map { group in
        let whole = only(group, in: ink)
        return DividedInk(whole: whole, parts: TouchingDigits.divided(whole, lineHeight: height))
      }
    }
  }

  /// One digit without what lies beside it.
  package static func only(_ group: InkGroup, in ink: Ink) -> InkCutout {
    let labels = Set(group.labels)
    return cut(group.box, from: ink.strengths, ink.components) { $0 == 0 || labels.contains($0) }
  }

  /// What may be a digit besides, some of which may be pale, without what lies beside it.
  static func stray(_ group: InkGroup, in ink: Ink) -> InkCutout {
    var cutout = only(group, in: ink)
    guard let pale = ink.pale else { return cutout }
    let labels = Set(group.labels)
    let paler = cut(group.box, from: pale.strengths, pale.components) { $0 == 0 || labels.contains($0) }
    cutout.ink = cutout.ink.combined(with: paler.ink, max)
    return cutout
  }

  private static func cut(
    _ box: PixelBox, from strengths: Plane, _ components: Components, _ keeps: (Int32) -> Bool
  ) -> InkCutout {
    let left = max(box.x - 1, 0)
    let top = max(box.y - 1, 0)
    let right = min(box.x + box.width + 1, strengths.width)
    let bottom = min(box.y + box.height + 1, strengths.height)
    var part = Plane(width: right - left, height: bottom - top)
    for y in top..<bottom {
      for x in left..<right where keeps(components.labels[y * strengths.width + x]) {
        part[x - left, y - top] = strengths[x, y]
      }
    }
    return InkCutout(x: left, y: top, ink: part)
  }
}
