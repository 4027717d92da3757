/// Stray ink as pieces, and where it stands among the lines' digits.
struct StrayGroup {
  let ink: InkGroup
  /// Its line's place among the lines.
  let line: Int
  /// How many of the line's groups are left of it.
  let before: Int

  /// How high stray ink is, as shares of the usual height: what is lower is a sign, and what is higher is no digit of the line.
  private static let (lowest, highest): (Float, Float) = (0.38, 1.5)
  /// How wide it is at most.
  private static let widest: Float = 1.5
  /// What is lower than this is no one, but a comma.
  private static let low: Float = 0.6
  /// How long one of its pieces is at least: else all of it are specks and points.
  private static let longest: Float = 0.28
  /// How far a straight bar leans at least: one that is as upright as a form lies in its picture is the side of a cell, and so are
  /// several. A one leans, or is no straight bar.
  private static let leaning: Float = 0.12
  /// With more, the picture is no line of digits with some that are hard to see.
  private static let most = 16

  /// What may be digits of lines besides those that they have, in the order of the lines, from the left: ink that belongs to no
  /// digit, and that is too pale.
  static func all(in ink: Ink, beside layout: LineLayout.Layout) -> [StrayGroup] {
    let pieces = layout.rest + (ink.pale?.components.all ?? [])
    guard !pieces.isEmpty, !layout.lines.isEmpty else { return [] }
    // A narrow piece of hardly any ink beside the others is a line.
    let largest = layout.lines.joined().map(\.area).max() ?? 0
    var found = LineLayout.groups(of: pieces, usual: layout.usual).filter { group in
      mayBeDigit(group, pieces.filter { group.labels.contains($0.label) }, layout.usual)
        && (3 * group.box.width >= group.box.height || 12 * group.area >= largest)
    }
    guard found.count <= most else { return [] }
    let leans = found.map { lean(of: $0, in: ink) }
    let bars = leans.count { $0 != nil }
    found = zip(found, leans).compactMap { group, lean in
      lean.map { $0 >= leaning && bars == 1 } ?? true ? group : nil
    }
    let groups = found.compactMap { group(of: $0, among: layout.lines) }
    let byMiddle = groups.sorted { middle(of: $0.ink.box) < middle(of: $1.ink.box) }
    return layout.lines.indices.flatMap { line in byMiddle.filter { $0.line == line } }
  }

  private static func mayBeDigit(_ group: InkGroup, _ pieces: [Component], _ usual: Float) -> Bool {
    let (width, height) = (Float(group.box.width), Float(group.box.height))
    guard height >= lowest * usual, height <= highest * usual, width <= widest * usual else { return false }
    if height < low * usual, 2 * width < height { return false }
    if let only = pieces.first, pieces.count == 1, LineLayout.isRound(only) { return false }
    return pieces.contains { Float(max($0.box.width, $0.box.height)) >= longest * usual }
  }

  /// How far a straight bar leans, as a share of its height; nil for any other ink.
  private static func lean(of group: InkGroup, in ink: Ink) -> Float? {
    guard group.labels.count == 1 else { return nil }
    let sure = ink.components.all.first { $0.label == group.labels[0] }
    guard let piece = sure ?? ink.pale?.components.all.first(where: { $0.label == group.labels[0] }) else { return nil }
    let course =
      sure == nil
      ? ink.pale.map { PieceCourse(of: piece, in: $0.components, $0.strengths) }
      : PieceCourse(of: piece, in: ink.components, ink.strengths)
    guard let course, course.isBar else { return nil }
    return (Float(piece.box.width) - course.width) / Float(piece.box.height)
  }

  /// nil for what stands in no line: it may be anything.
  private static func group(of group: InkGroup, among lines: [[InkGroup]]) -> StrayGroup? {
    let own = middle(of: group.box)
    for (number, line) in lines.enumerated() {
      let near = line.min { abs(middle(of: $0.box) - own) < abs(middle(of: $1.box) - own) }
      guard let near, 2 * near.box.sharedRows(with: group.box) >= min(near.box.height, group.box.height) else {
        continue
      }
      // What lies on a digit is a part of it, or a blot.
      guard line.allSatisfy({ 2 * $0.box.sharedColumns(with: group.box) < min($0.box.width, group.box.width) })
      else { return nil }
      return StrayGroup(ink: group, line: number, before: line.count { middle(of: $0.box) < own })
    }
    return nil
  }

  /// Twice the column in the middle.
  private static func middle(of box: PixelBox) -> Int { 2 * box.x + box.width }
}
