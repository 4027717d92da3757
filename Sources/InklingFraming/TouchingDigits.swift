/// A group's ink, and the digits into which it was divided: itself where it was not.
package struct DividedInk: Sendable {
  package let whole: InkCutout
  package let parts: [InkCutout]

  package init(whole: InkCutout, parts: [InkCutout]) { (self.whole, self.parts) = (whole, parts) }

  init(_ whole: InkCutout) { self.init(whole: whole, parts: [whole]) }
}

/// Cuts through ink that is too wide for one digit, unless it is a wide one.
package enum TouchingDigits {
  /// The width of one digit at most, as a share of its line's height.
  package static let widest: Float = 1.2
  /// The usual width of one.
  package static let usual: Float = 0.75
  /// The same of ink that stands alone, as shares of its own height, which two digits that are not level share.
  private static let (widestAlone, usualAlone): (Float, Float) = (0.9, 0.85)
  /// How much ink a path may cross, as a share of the height: a cut through a stroke's whole height is no valley.
  private static let mostInk: Float = 0.35

  /// Whether ink that stands alone is so wide that it may be several digits.
  static func mayBeSeveral(_ ink: Plane) -> Bool { Float(ink.width) > widestAlone * Float(ink.height) }

  /// The ways to divide ink that stands alone: into as many parts as its width suggests, and into two on the left and on the
  /// right of its middle. Who reads them can say whether it is one of these, or one digit.
  package static func divisions(of cutout: InkCutout) -> [[InkCutout]] {
    guard mayBeSeveral(cutout.ink) else { return [] }
    let usual = divided(cutout, lineHeight: cutout.ink.height, (widestAlone, usualAlone))
    let width = cutout.ink.width
    let sides = [(width / 4, width / 2), (width / 2, 3 * width / 4)].compactMap { first, last in
      halves(of: cutout, first, last)
    }
    return [usual].filter { $0.count > 1 } + sides
  }

  /// The ink in two pieces, cut between two columns; nil where no valley is.
  private static func halves(of cutout: InkCutout, _ first: Int, _ last: Int) -> [InkCutout]? {
    let (first, last) = (max(1, first), min(cutout.ink.width - 2, last))
    guard first < last else { return nil }
    let path = cheapestPath(through: cutout.ink, columns: first...last)
    guard path.cost < mostInk * Float(cutout.ink.height) else { return nil }
    let (left, right) = split(cutout.ink, along: path.columns)
    return [
      InkCutout(x: cutout.x, y: cutout.y, ink: left),
      InkCutout(x: cutout.x + cutout.ink.width - right.width, y: cutout.y, ink: right),
    ]
  }

  /// The ink in one piece, or in pieces from the left, cut along the paths from top to bottom that cross the least ink.
  ///
  /// - Parameters:
  ///   - ink: a group's ink, cut out to its box.
  ///   - lineHeight: the height of its line's digits.
  ///   - widths: of one digit at most and usually, as shares of that.
  package static func divided(
    _ cutout: InkCutout, lineHeight: Int, _ widths: (most: Float, usual: Float) = (widest, usual)
  ) -> [InkCutout] {
    let ratio = Float(cutout.ink.width) / Float(max(lineHeight, 1))
    guard ratio > widths.most else { return [cutout] }
    let parts = max(2, Int((ratio / widths.usual).rounded()))
    guard parts <= 32 else { return [cutout] }
    var rest = cutout.ink
    var result: [InkCutout] = []
    var x = cutout.x
    for left in stride(from: parts, to: 1, by: -1) {
      let share = Float(rest.width) / Float(left)
      let (first, last) = (max(1, Int(0.5 * share)), min(rest.width - 2, Int(1.5 * share)))
      guard first < last else { break }
      let path = cheapestPath(through: rest, columns: first...last)
      guard path.cost < mostInk * Float(rest.height) else { break }
      let (piece, remainder) = split(rest, along: path.columns)
      result.append(InkCutout(x: x, y: cutout.y, ink: piece))
      x += rest.width - remainder.width
      rest = remainder
    }
    return result + [InkCutout(x: x, y: cutout.y, ink: rest)]
  }

  /// The path from the first row to the last, moving by at most one column a row, over the least ink; a little dearer
  /// away from the middle.
  private static func cheapestPath(through ink: Plane, columns: ClosedRange<Int>) -> (columns: [Int], cost: Float) {
    let width = columns.count
    let middle = Float(columns.lowerBound + columns.upperBound) / 2
    var costs = [Float](repeating: 0, count: width)
    var choices: [[Int8]] = []
    for y in 0..<ink.height {
      var next = [Float](repeating: 0, count: width)
      var steps = [Int8](repeating: 0, count: width)
      for place in 0..<width {
        var best: (cost: Float, step: Int) = (.infinity, 0)
        for step in [0, -1, 1] where place + step >= 0 && place + step < width {
          let cost = costs[place + step] + (step == 0 ? 0 : 0.02)
          if cost < best.cost { best = (cost, step) }
        }
        let column = columns.lowerBound + place
        let distance = abs(Float(column) - middle) / Float(ink.height)
        next[place] = best.cost + ink[column, y] + 0.02 * distance
        steps[place] = Int8(best.step)
      }
      costs = next
      choices.append(steps)
    }
    var place = costs.indices.min { costs[$0] < costs[$1] } ?? 0
    let cost = costs[place]
    var path = [Int](repeating: 0, count: ink.height)
    for y in stride(from: ink.height - 1, through: 0, by: -1) {
      path[y] = columns.lowerBound + place
      place += Int(choices[y][place])
    }
    return (path, cost)
  }

  private static func split(_ ink: Plane, along path: [Int]) -> (Plane, Plane) {
    let end = (path.max() ?? 0) + 1
    let start = path.min() ?? 0
    var left = Plane(width: end, height: ink.height)
    var right = Plane(width: ink.width - start, height: ink.height)
    for y in 0..<ink.height {
      for x in 0..<ink.width {
        if x < path[y] { left[x, y] = ink[x, y] } else { right[x - start, y] = ink[x, y] }
      }
    }
    return (left, right)
  }
}
