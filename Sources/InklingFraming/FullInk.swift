/// How dark the darkest ink is.
package enum FullInk {
  /// The depth of a stroke's inside: the upper quartile of all that is deeper than half of it; zero without ink.
  package static func depth(in depths: Plane) -> Float {
    let count = Float(depths.values.count)
    let smoothed = smoothed(depths)
    var full = smoothed.quantile(1 - max(0.0008, min(4 / count, 0.01)))
    for _ in 0..<2 {
      let inside = smoothed.values.filter { $0 > 0.5 * full }
      guard inside.count > 2 else { break }
      full = Plane.quantile(0.7, of: inside)
    }
    return max(full, 0)
  }

  /// How many deviations of the paper's noise a spot is deep at least, and how high it is at least, in pixels.
  private static let (deepest, lowest): (Float, Int) = (8, 8)

  /// The depth of connected ink that is too little of its picture for `depth(in:)` to see: a digit of 20 pixels on a page of a
  /// thousand. nil where nothing that is as deep as no noise is, is as high as a digit.
  package static func depthOfSpots(in depths: Plane) -> Float? {
    let smoothed = smoothed(depths)
    let noise = 1.4826 * Plane.quantile(0.5, of: smoothed.values.map { abs($0) })
    let least = max(2 * InkStatistics.faintest, deepest * noise)
    guard smoothed.values.contains(where: { $0 > least }) else { return nil }
    let spots = Components(of: smoothed, high: least, low: least)
    let high = Set(spots.all.filter { $0.box.height >= lowest }.map(\.label))
    let inside = zip(smoothed.values, spots.labels).compactMap { high.contains($1) ? $0 : nil }
    guard let most = inside.max() else { return nil }
    return Plane.quantile(0.7, of: inside.filter { $0 > 0.5 * most })
  }

  /// Means of nine have a third of the noise; small pictures have none to spare.
  private static func smoothed(_ depths: Plane) -> Plane {
    min(depths.width, depths.height) >= 100 ? depths.boxMeans(radius: 1) : depths
  }
}
