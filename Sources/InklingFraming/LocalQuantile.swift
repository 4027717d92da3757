extension Plane {
  /// At each place the value below which `share` of the numbers within `radius` rows and columns lie, in whole steps of
  /// 0...255, by a histogram that slides along the row (Huang, Yang and Tang, 1979).
  ///
  /// - Precondition: the numbers are in 0...255.
  package func localQuantiles(_ share: Float, radius: Int) -> Plane {
    var result = self
    var counts = [Int](repeating: 0, count: 256)
    for y in 0..<height {
      let rows = max(0, y - radius)...min(height - 1, y + radius)
      for step in counts.indices { counts[step] = 0 }
      var size = 0
      func count(column: Int, _ change: Int) {
        for row in rows { counts[min(max(Int(values[row * width + column]), 0), 255)] += change }
        size += change * rows.count
      }
      for column in 0..<min(radius, width) { count(column: column, 1) }
      for x in 0..<width {
        if x + radius < width { count(column: x + radius, 1) }
        if x - radius > 0 { count(column: x - radius - 1, -1) }
        var left = Int(Float(size) * share)
        var step = 0
        while step < 255, left >= counts[step] {
          left -= counts[step]
          step += 1
        }
        result.values[y * width + x] = Float(step)
      }
    }
    return result
  }
}
