/// How wide strokes are, and making them wider or narrower.
package enum StrokeWidth {
  /// The mean width in pixels: twice the ink over the length of its edge, which is the sum of the gradient's lengths; a
  /// soft edge counts as much as a hard one. Zero without ink.
  package static func estimate(of ink: Plane) -> Float {
    var area: Float = 0
    var edge: Float = 0
    for y in 0..<ink.height - 1 {
      for x in 0..<ink.width - 1 {
        let here = ink.values[y * ink.width + x]
        // The mean of the two differences of a square: no direction is favoured.
        let right = ink.values[y * ink.width + x + 1]
        let below = ink.values[(y + 1) * ink.width + x]
        let across = ink.values[(y + 1) * ink.width + x + 1]
        let horizontal = (right - here + across - below) / 2
        let vertical = (below - here + across - right) / 2
        area += here
        edge += (horizontal * horizontal + vertical * vertical).squareRoot()
      }
    }
    return edge > 0 ? 2 * area / edge : 0
  }

  /// Ink grown by `radius` pixels on every side, or eaten away where it is negative: the largest, or smallest, strength
  /// within a disc. Radii between whole pixels are mixed from the two next.
  package static func grown(_ ink: Plane, by radius: Float) -> Plane {
    let size = abs(radius)
    let whole = Int(size)
    let inner = radius < 0 ? eroded(ink, whole) : dilated(ink, whole)
    let part = size - Float(whole)
    guard part > 0.01 else { return inner }
    let outer = radius < 0 ? eroded(ink, whole + 1) : dilated(ink, whole + 1)
    return inner.combined(with: outer) { $0 * (1 - part) + $1 * part }
  }

  private static func eroded(_ ink: Plane, _ radius: Int) -> Plane {
    dilated(ink.map { 1 - $0 }, radius).map { 1 - $0 }
  }

  /// The largest strength within a disc with half a pixel more: radius 1 is a square of three without corners, and 2 is
  /// round.
  private static func dilated(_ ink: Plane, _ radius: Int) -> Plane {
    guard radius > 0 else { return ink }
    let (width, height) = (ink.width, ink.height)
    var result = ink
    // The largest within so many columns; the disc's rows are wider the nearer they are to its middle.
    var (along, reached) = (ink.values, 0)
    for distance in stride(from: radius, through: 0, by: -1) {
      let reach = Int(((Float(radius) + 0.3) * (Float(radius) + 0.3) - Float(distance * distance)).squareRoot())
      while reached < reach {
        widen(&along, width: width)
        reached += 1
      }
      for shift in distance > 0 ? [-distance, distance] : [0] {
        let rows = max(0, -shift)..<max(min(height, height - shift), max(0, -shift))
        result.values.withUnsafeMutableBufferPointer { result in
          along.withUnsafeBufferPointer { along in
            for place in rows.lowerBound * width..<rows.upperBound * width {
              result[place] = max(result[place], along[place + shift * width])
            }
          }
        }
      }
    }
    return result
  }

  /// The largest of each value and its two neighbours in the row.
  private static func widen(_ values: inout [Float], width: Int) {
    let source = values
    values.withUnsafeMutableBufferPointer { values in
      source.withUnsafeBufferPointer { source in
        for row in stride(from: 0, to: source.count, by: width) {
          for place in row + 1..<max(row + width, row + 1) { values[place] = max(values[place], source[place - 1]) }
          for place in row..<max(row + width - 1, row) { values[place] = max(values[place], source[place + 1]) }
        }
      }
    }
  }
}
