/// Whether ink is light on dark paper, or dark on light.
package enum Polarity {
  /// Judged by three witnesses: whether what is narrow and unlike most of its surroundings is light or dark, what most
  /// of the edge shows, and what most of the picture shows. The first counts most: a shadow is not narrow, and the
  /// inside of a zero is like its surroundings. Where ink may reach all edges, `CoveredEdges` is asked first.
  ///
  /// - Parameters:
  ///   - picture: with at most some ten thousand pixels.
  ///   - grid: the same with at most some thousand.
  package static func inkIsLight(on picture: Plane, grid: Plane) -> Bool {
    if let isLight = CoveredEdges.inkIsLight(on: picture, grid: grid) { return isLight }
    let medians = grid.localQuantiles(0.5, radius: max(max(grid.width, grid.height) / 3, 2))
      .resized(columns: picture.width, rows: picture.height)
    let radius = max(max(picture.width, picture.height) / 10, 2)
    let (closed, opened) = (picture.closed(radius: radius), picture.opened(radius: radius))
    var light: Float = 0
    var dark: Float = 0
    for index in picture.values.indices {
      let (value, median) = (picture.values[index], medians.values[index])
      // Cubes: strokes are farther from paper than paper is from itself.
      let above = min(value - opened.values[index], max(value - median, 0))
      let below = min(closed.values[index] - value, max(median - value, 0))
      light += above * above * above
      dark += below * below * below
    }
    let middle = (grid.quantile(0.01) + grid.quantile(0.99)) / 2
    let darkShare = Float(grid.values.count { $0 < middle }) / Float(grid.values.count)
    let edge = edgeValues(of: grid)
    let darkEdge = Float(edge.count { $0 < middle }) / Float(edge.count)
    let strokes = (light - dark) / max(light + dark, 1)
    return 2 * strokes + (darkShare - 0.5) + (darkEdge - 0.5) > 0
  }

  private static func edgeValues(of grid: Plane) -> [Float] {
    var values: [Float] = []
    for x in 0..<grid.width { values += [grid[x, 0], grid[x, grid.height - 1]] }
    for y in 0..<grid.height { values += [grid[0, y], grid[grid.width - 1, y]] }
    return values
  }
}
