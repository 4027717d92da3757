/// How dark the darkest ink is.
package enum FullInk {
  /// The depth of a stroke's inside: the upper quartile of all that is deeper than half of it; zero without ink.
  package static func depth(in depths: Plane) -> Float {
    let count = Float(depths.values.count)
    let smoothed = min(depths.width, depths.height) >= 100 ? depths.boxMeans(radius: 1) : depths
    var full = smoothed.quantile(1 - max(0.0008, min(4 / count, 0.01)))
    for _ in 0..<2 {
      let inside = smoothed.values.filter { $0 > 0.5 * full }
      guard inside.count > 2 else { break }
      full = Plane.quantile(0.7, of: inside)
    }
    return max(full, 0)
  }
}
