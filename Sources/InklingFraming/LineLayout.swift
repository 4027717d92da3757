/// Pieces of ink put together to digits, and digits to lines.
package enum LineLayout {
  /// The lines from the top, and the digits of each from the left.
  ///
  /// Pieces less than half as high as usual belong to the digit next to them, unless they are signs or specks; pieces above one
  /// another are parts of one digit.
  package static func lines(of components: [Component]) -> [[InkGroup]] { layout(of: components).lines }

  /// Lines of digits, and what belongs to none of them.
  package struct Layout {
    /// The lines from the top, and the digits of each from the left.
    package var lines: [[InkGroup]] = []
    /// The low pieces that are no part of a digit.
    package var rest: [Component] = []
    /// The usual height of a piece, in pixels.
    package var usual: Float = 0
  }

  /// The same, with the pieces that belong to no digit.
  package static func layout(of components: [Component]) -> Layout {
    // What is left of a ruled line is flat; no digit is.
    let flat = { (component: Component) in component.box.width > 4 * component.box.height }
    let upright = components.filter { !flat($0) }
    let highest = upright.map(\.box.height).max() ?? 0
    let isDot = { (component: Component) in isRound(component) && 8 * component.box.height < 5 * highest }
    let strokes = upright.filter { !isDot($0) }
    let usual = usualHeight(of: strokes.isEmpty ? components : strokes)
    let isLine = { (component: Component) in
      flat(component) && Float(component.box.width) > 0.7 * usual && !upright.isEmpty
    }
    let isWhole = { (component: Component) in Float(component.box.height) >= 0.5 * usual && !isDot(component) }
    let pieces = components.filter { !isLine($0) }
    var groups = joined(pieces.filter(isWhole).map { InkGroup($0) }, usual)
    let parts = pieces.filter { !isWhole($0) }.sorted { $0.area > $1.area }
    for part in parts { attach(InkGroup(part), to: &groups, usual) }
    let taken = Set(groups.flatMap(\.labels))
    let largest = groups.map(\.area).max() ?? 0
    groups.removeAll { $0.area * 12 < largest }
    if groups.count == 1 { addBars(components.filter(isLine), to: &groups[0], usual) }
    return Layout(lines: inLines(groups), rest: pieces.filter { !taken.contains($0.label) }, usual: usual)
  }

  /// Pieces put together to what may be digits as high as is usual: low pieces that lie near one another, too.
  static func groups(of components: [Component], usual: Float) -> [InkGroup] {
    let isWhole = { (component: Component) in Float(component.box.height) >= 0.5 * usual && !isRound(component) }
    var groups = joined(components.filter(isWhole).map { InkGroup($0) }, usual)
    for part in components.filter({ !isWhole($0) }).sorted(by: { $0.area > $1.area }) {
      if !attach(InkGroup(part), to: &groups, usual) { groups.append(InkGroup(part)) }
    }
    return joined(groups, usual)
  }

  /// Whether a piece fills its box as a disc does: a hole that was punched, a speck, a point.
  static func isRound(_ component: Component) -> Bool {
    let (width, height) = (component.box.width, component.box.height)
    return 10 * component.area >= 7 * width * height && 10 * width >= 7 * height && 10 * height >= 7 * width
  }

  /// A five's bar may stand apart from what is below it, and a T's; what lies below a digit is a line to write on.
  private static func addBars(_ bars: [Component], to digit: inout InkGroup, _ usual: Float) {
    for bar in bars {
      let gap = Float(digit.box.y - bar.box.y - bar.box.height)
      let isAbove = 3 * (2 * bar.box.y + bar.box.height) <= 2 * (3 * digit.box.y + digit.box.height)
      guard isAbove, gap <= 0.3 * usual, Float(bar.box.width) <= 1.7 * usual,
        2 * bar.box.sharedColumns(with: digit.box) >= min(bar.box.width, digit.box.width)
      else { continue }
      digit.add(InkGroup(bar))
    }
  }

  /// The height at which half of all ink is in lower pieces.
  private static func usualHeight(of components: [Component]) -> Float {
    let sorted = components.sorted { $0.box.height < $1.box.height }
    let half = sorted.reduce(0) { $0 + $1.area } / 2
    var sum = 0
    for component in sorted {
      sum += component.area
      if sum >= half { return Float(component.box.height) }
    }
    return 0
  }

  private static func joined(_ groups: [InkGroup], _ usual: Float) -> [InkGroup] {
    var groups = groups
    var index = 0
    while index < groups.count {
      if let other = groups.indices.first(where: { $0 > index && areOneDigit(groups[index], groups[$0], usual) }) {
        groups[index].add(groups.remove(at: other))
        // Only pairs with the one that grew are new.
        while let earlier = (0..<index).first(where: { areOneDigit(groups[$0], groups[index], usual) }) {
          groups[earlier].add(groups.remove(at: index))
          index = earlier
        }
      } else {
        index += 1
      }
    }
    return groups
  }

  /// Whether two pieces stand above one another within the height of a digit, or are the two strokes of a four.
  private static func areOneDigit(_ one: InkGroup, _ two: InkGroup, _ usual: Float) -> Bool {
    let shared = Float(one.box.sharedColumns(with: two.box))
    guard shared >= 0.5 * Float(min(one.box.width, two.box.width)) else {
      return isFour(one.box, two.box, usual) || isFour(two.box, one.box, usual)
    }
    let both = one.box.union(two.box)
    let lower = Float(min(one.box.height, two.box.height))
    let higher = Float(max(one.box.height, two.box.height))
    // A broken stroke: in two parts of unlike height.
    if lower < 0.75 * higher, touch(one.box, two.box, higher), Float(both.width) <= 1.5 * higher { return true }
    guard Float(both.height) <= 1.3 * usual, Float(both.width) <= 1.3 * usual else { return false }
    return lower < 0.75 * usual || shared >= 0.85 * Float(min(one.box.width, two.box.width))
  }

  /// Whether hardly any paper lies between the rows of two pieces.
  private static func touch(_ one: PixelBox, _ two: PixelBox, _ height: Float) -> Bool {
    let gap = max(one.y, two.y) - min(one.y + one.height, two.y + two.height)
    return Float(gap) <= max(1, 0.06 * height)
  }

  /// Whether `left` is the hook of a four whose stem `right` does not touch it: lower, beginning near the stem's top, and
  /// ending well above its foot.
  private static func isFour(_ left: PixelBox, _ right: PixelBox, _ usual: Float) -> Bool {
    let stem = Float(right.height)
    let gap = right.x - left.x - left.width
    return left.x < right.x && Float(gap) <= 0.12 * usual && Float(left.height) <= 0.68 * stem
      && Float(right.width) <= 0.6 * stem && Float(left.y) <= Float(right.y) + 0.35 * stem
      && Float(left.y + left.height) <= Float(right.y) + 0.75 * stem
      && left.sharedRows(with: right) * 2 >= left.height
  }

  /// Adds a low piece to the digit next to it; false where it belongs to none.
  @discardableResult
  private static func attach(_ part: InkGroup, to groups: inout [InkGroup], _ usual: Float) -> Bool {
    func distance(_ group: InkGroup) -> Float {
      let across = max(
        group.box.x - part.box.x - part.box.width, part.box.x - group.box.x - group.box.width, 0)
      let down = max(
        group.box.y - part.box.y - part.box.height, part.box.y - group.box.y - group.box.height, 0)
      return Float(across * across + down * down).squareRoot() - 0.01 * Float(group.box.sharedColumns(with: part.box))
    }
    guard let nearest = groups.indices.min(by: { distance(groups[$0]) < distance(groups[$1]) }) else { return false }
    let apart = distance(groups[nearest])
    guard apart <= 0.3 * usual,
      apart <= max(2.5, 0.08 * usual) || !isSign(part.box, beside: groups[nearest].box, usual)
    else { return false }
    groups[nearest].add(part)
    return true
  }

  /// Whether a small piece apart from a digit is a speck, or a point or a dash beside it, and no part of it.
  private static func isSign(_ part: PixelBox, beside digit: PixelBox, _ usual: Float) -> Bool {
    let isInside = digit.holds(part)
    let isSpeck = Float(max(part.width, part.height)) <= 0.18 * usual
    let isBeside = Float(part.height) <= 0.3 * usual && 5 * part.sharedColumns(with: digit) < 2 * part.width
    return !isInside && (isSpeck || isBeside)
  }

  private static func inLines(_ groups: [InkGroup]) -> [[InkGroup]] {
    var lines: [(box: PixelBox, groups: [InkGroup])] = []
    for group in groups.sorted(by: { $0.box.y + $0.box.height / 2 < $1.box.y + $1.box.height / 2 }) {
      // The last digit of a line decides, so that a line may climb or fall.
      let fit = lines.indices.last { index in
        let near = lines[index].groups.min {
          abs($0.box.x - group.box.x) < abs($1.box.x - group.box.x)
        }
        guard let near else { return false }
        return 2 * near.box.sharedRows(with: group.box) >= min(near.box.height, group.box.height)
      }
      if let fit {
        lines[fit].groups.append(group)
        lines[fit].box = lines[fit].box.union(group.box)
      } else {
        lines.append((group.box, [group]))
      }
    }
    // By their middles: what is left of a ruled line may begin before the neighbour.
    return lines.sorted { $0.box.y < $1.box.y }.map { line in
      line.groups.sorted { 2 * $0.box.x + $0.box.width < 2 * $1.box.x + $1.box.width }
    }
  }
}
