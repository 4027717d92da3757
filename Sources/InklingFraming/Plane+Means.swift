extension Plane {
  /// Means over squares of `2 * radius + 1` pixels, fewer at the edges, by running sums: the time does not depend on
  /// the radius.
  package func boxMeans(radius: Int) -> Plane {
    guard radius > 0 else { return self }
    return transposed.columnMeans(radius: radius).transposed.columnMeans(radius: radius)
  }

  /// Means over `2 * radius + 1` rows, in all columns at once.
  private func columnMeans(radius: Int) -> Plane {
    var result = self
    // Double: the error of a running sum of floats would grow along the column.
    var sums = [Double](repeating: 0, count: width)
    values.withUnsafeBufferPointer { values in
      func row(_ y: Int) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(rebasing: values[y * width..<(y + 1) * width])
      }
      result.values.withUnsafeMutableBufferPointer { target in
        sums.withUnsafeMutableBufferPointer { sums in
          for y in 0..<min(radius, height) { Self.add(row(y), to: sums) }
          for y in 0..<height {
            if y + radius < height { Self.add(row(y + radius), to: sums) }
            if y - radius > 0 { Self.subtract(row(y - radius - 1), from: sums) }
            let count = Double(min(y + radius, height - 1) - max(y - radius, 0) + 1)
            let means = UnsafeMutableBufferPointer(rebasing: target[y * width..<(y + 1) * width])
            for x in sums.indices { means[x] = Float(sums[x] / count) }
          }
        }
      }
    }
    return result
  }

  private static func add(_ row: UnsafeBufferPointer<Float>, to sums: UnsafeMutableBufferPointer<Double>) {
    for x in sums.indices { sums[x] += Double(row[x]) }
  }

  private static func subtract(_ row: UnsafeBufferPointer<Float>, from sums: UnsafeMutableBufferPointer<Double>) {
    for x in sums.indices { sums[x] -= Double(row[x]) }
  }

  /// The value below which `share` of the numbers lie, by a histogram of 1,024 steps between the extremes.
  package func quantile(_ share: Float) -> Float { Self.quantile(share, of: values) }

  /// The value below which `share` of `values` lie; zero for none.
  package static func quantile(_ share: Float, of values: [Float]) -> Float {
    guard var low = values.first else { return 0 }
    var high = low
    values.withUnsafeBufferPointer { values in
      for value in values {
        low = value < low ? value : low
        high = value > high ? value : high
      }
    }
    guard high > low else { return low }
    let steps = 1024
    var counts = [Int](repeating: 0, count: steps)
    let scale = Float(steps) / (high - low)
    values.withUnsafeBufferPointer { values in
      counts.withUnsafeMutableBufferPointer { counts in
        for value in values { counts[min(Int((value - low) * scale), steps - 1)] += 1 }
      }
    }
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
