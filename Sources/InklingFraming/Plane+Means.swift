extension Plane {
  /// Means over squares of `2 * radius + 1` pixels, fewer at the edges, by running sums: the time does not depend on
  /// the radius.
  package func boxMeans(radius: Int) -> Plane {
    guard radius > 0 else { return self }
    var rows = self
    Self.runningMeans(values, into: &rows.values, lines: height, length: width, stride: 1, jump: width, radius: radius)
    var result = rows
    Self.runningMeans(
      rows.values, into: &result.values, lines: width, length: height, stride: width, jump: 1, radius: radius)
    return result
  }

  private static func runningMeans(
    _ source: [Float], into target: inout [Float], lines: Int, length: Int, stride: Int, jump: Int, radius: Int
  ) {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        for line in 0..<lines {
          let start = line * jump
          // Double: the error of a running sum of floats would grow along the line.
          var sum = 0.0
          for place in 0..<min(radius, length) { sum += Double(source[start + place * stride]) }
          for place in 0..<length {
            if place + radius < length { sum += Double(source[start + (place + radius) * stride]) }
            if place - radius > 0 { sum -= Double(source[start + (place - radius - 1) * stride]) }
            let count = min(place + radius, length - 1) - max(place - radius, 0) + 1
            target[start + place * stride] = Float(sum / Double(count))
          }
        }
      }
    }
  }

  /// The value below which `share` of the numbers lie, by a histogram of 1,024 steps between the extremes.
  package func quantile(_ share: Float) -> Float { Self.quantile(share, of: values) }

  /// The value below which `share` of `values` lie; zero for none.
  package static func quantile(_ share: Float, of values: [Float]) -> Float {
    guard var low = values.first else { return 0 }
    var high = low
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    guard high > low else { return low }
    let steps = 1024
    var counts = [Int](repeating: 0, count: steps)
    let scale = Float(steps) / (high - low)
    for value in values { counts[min(Int((value - low) * scale), steps - 1)] += 1 }
    var left = Float(values.count) * share
    for (step, count) in counts.enumerated() {
      if Float(count) >= left, count > 0 {
        return low + (Float(step) + max(left, 0) / Float(count)) / scale
      }
      left -= Float(count)
    }
    return high
  }
}
