extension Plane {
  /// The largest number within `radius` rows and columns.
  package func maxima(radius: Int) -> Plane {
    guard radius > 0 else { return self }
    var extremes = WindowMaxima(self, margin: radius)
    extremes.widen(2 * radius + 1)
    return extremes.plane(width: width, height: height)
  }

  /// The smallest number within `radius` rows and columns.
  package func minima(radius: Int) -> Plane { map { -$0 }.maxima(radius: radius).map { -$0 } }

  /// Dark things narrower than `2 * radius + 1` pixels filled with the light around them; edges and slopes stay as they
  /// are, at the border too: what is beyond it may be dark.
  package func closed(radius: Int) -> Plane {
    guard radius > 0 else { return self }
    var extremes = WindowMaxima(self, margin: 2 * radius)
    extremes.widen(2 * radius + 1)
    extremes.negate()
    extremes.widen(2 * radius + 1)
    extremes.negate()
    return extremes.plane(width: width, height: height)
  }

  /// Light things narrower than `2 * radius + 1` pixels filled with the dark around them.
  package func opened(radius: Int) -> Plane { map { -$0 }.closed(radius: radius).map { -$0 } }
}

/// A plane with a margin of nothing, each of whose numbers becomes the largest of the square that begins with it.
///
/// Windows of twice the size are made of two, the last of two that overlap: as many comparisons a pixel as the window's size
/// has binary digits, all of neighbours in memory, so that several go at once.
private struct WindowMaxima {
  private let columns: Int
  private var values: [Float]
  private var others: [Float]

  init(_ plane: Plane, margin: Int) {
    columns = plane.width + 2 * margin
    values = [Float](repeating: -.infinity, count: columns * (plane.height + 2 * margin))
    others = values
    for y in 0..<plane.height {
      let start = (y + margin) * columns + margin
      values.replaceSubrange(start..<start + plane.width, with: plane.values[y * plane.width..<(y + 1) * plane.width])
    }
  }

  mutating func negate() {
    values.withUnsafeMutableBufferPointer { values in for place in values.indices { values[place] = -values[place] } }
  }

  /// The largest number of `size` rows and columns. What lies at the ends of rows, and of columns, is no whole window's then.
  mutating func widen(_ size: Int) {
    for step in [1, columns] {
      var reach = 1
      while 2 * reach <= size {
        join(at: reach * step)
        reach *= 2
      }
      if reach < size { join(at: (size - reach) * step) }
    }
  }

  private mutating func join(at distance: Int) {
    let whole = max(values.count - distance, 0)
    values.withUnsafeBufferPointer { values in
      others.withUnsafeMutableBufferPointer { others in
        // Without sums that may overflow, several at once.
        let later = UnsafeBufferPointer(rebasing: values[(values.count - whole)...])
        for place in 0..<whole {
          let (one, other) = (values[place], later[place])
          others[place] = one > other ? one : other
        }
        for place in whole..<values.count { others[place] = values[place] }
      }
    }
    swap(&values, &others)
  }

  func plane(width: Int, height: Int) -> Plane {
    var result = Plane(width: width, height: height)
    for y in 0..<height {
      result.values.replaceSubrange(y * width..<(y + 1) * width, with: values[y * columns..<y * columns + width])
    }
    return result
  }
}
