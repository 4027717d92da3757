/// The lines of ruled or squared paper: thin, straight, from one edge of the picture to the other, tilted by at most five
/// degrees.
package enum RuledLines {
  /// Tilt looked for, as rows in a column.
  private static let steepest: Float = 0.09

  /// Takes lines of both directions out of strengths (0 paper, 1 ink), and says how many there were.
  ///
  /// - Parameter noise: the deviation of the strengths of bare paper.
  package static func remove(from strengths: inout Plane, noise: Float) -> Int {
    let before = strengths
    var count = removeLevel(from: &strengths, noise: noise)
    var turned = strengths.transposed
    let upright = removeLevel(from: &turned, noise: noise)
    if upright > 0 {
      strengths = turned.transposed
      count += upright
    }
    guard count > 0 else { return 0 }
    // A digit cut out so closely that its own strokes reach from edge to edge is no ruled paper.
    if !strengths.values.contains(where: { $0 > 0.6 }) {
      strengths = before
      return 0
    }
    return count
  }

  private static func removeLevel(from strengths: inout Plane, noise: Float) -> Int {
    guard strengths.width >= 48, strengths.height >= 20 else { return 0 }
    let strips = RuledStrips(of: strengths, noise: noise)
    let reach = strips.thickness
    let lines = strips.courses(steepest: steepest).map { RuledLine(rows: $0, reach: reach, in: strengths) }
    let ruled = lines.filter { $0.strength > 0.025 && $0.isThin && $0.coverage(in: strengths) > 0.86 }
    for line in ruled { line.erase(from: &strengths) }
    return ruled.count
  }
}
