/// A connected piece of ink.
package struct Component: Sendable, Equatable {
  /// Its number in the plane of labels.
  package var label: Int32
  /// The smallest rectangle around it.
  package var box: PixelBox
  /// Its pixels.
  package var area: Int

  package init(label: Int32, box: PixelBox, area: Int) {
    (self.label, self.box, self.area) = (label, box, area)
  }
}

/// The pieces of ink of a picture: pixels that touch, corners included, belong together.
package struct Components: Sendable {
  /// For each pixel the number of its piece, from 1 on; 0 is paper.
  package private(set) var labels: [Int32]
  /// The pieces, by the row of their first pixel.
  package private(set) var all: [Component] = []
  private(set) var width: Int
  private(set) var height: Int

  /// The pieces of at least `high` strength, grown into their surroundings of at least `low`, without ever joining: a
  /// faint stroke ends in its digit, and the blur between two digits does not make them one.
  package init(of strengths: Plane, high: Float, low: Float) {
    (width, height) = (strengths.width, strengths.height)
    labels = [Int32](repeating: 0, count: width * height)
    var queue: [Int] = []
    var next: Int32 = 0
    for start in labels.indices where labels[start] == 0 && strengths.values[start] >= high {
      next += 1
      flood(from: start, label: next, strengths, high, &queue)
    }
    grow(strengths, low)
    measure(count: Int(next))
  }

  private mutating func flood(from start: Int, label: Int32, _ strengths: Plane, _ high: Float, _ queue: inout [Int]) {
    queue.removeAll(keepingCapacity: true)
    queue.append(start)
    labels[start] = label
    while let place = queue.popLast() {
      Self.neighbours(of: place, width, height) { neighbour in
        if labels[neighbour] == 0, strengths.values[neighbour] >= high {
          labels[neighbour] = label
          queue.append(neighbour)
        }
      }
    }
  }

  /// All pieces grow at once, a pixel a round; who is first keeps the pixel.
  private mutating func grow(_ strengths: Plane, _ low: Float) {
    var front = labels.indices.filter { labels[$0] > 0 }
    while !front.isEmpty {
      var reached: [Int] = []
      for place in front {
        let label = labels[place]
        Self.neighbours(of: place, width, height) { neighbour in
          if labels[neighbour] == 0, strengths.values[neighbour] >= low {
            labels[neighbour] = label
            reached.append(neighbour)
          }
        }
      }
      front = reached
    }
  }

  @inline(__always)
  private static func neighbours(of place: Int, _ width: Int, _ height: Int, _ body: (Int) -> Void) {
    let (x, y) = (place % width, place / width)
    let (left, right) = (x > 0 ? -1 : 0, x + 1 < width ? 1 : 0)
    for row in (y > 0 ? -1 : 0)...(y + 1 < height ? 1 : 0) {
      for column in left...right { body(place + row * width + column) }
    }
  }

  private mutating func measure(count: Int) {
    guard count > 0 else { return }
    var low = [SIMD2<Int>](repeating: SIMD2(repeating: .max), count: count)
    var high = [SIMD2<Int>](repeating: SIMD2(repeating: -1), count: count)
    var areas = [Int](repeating: 0, count: count)
    for (place, label) in labels.enumerated() where label > 0 {
      let (index, point) = (Int(label) - 1, SIMD2(place % width, place / width))
      low[index] = pointwiseMin(low[index], point)
      high[index] = pointwiseMax(high[index], point)
      areas[index] += 1
    }
    all = (0..<count).map { index in
      let size = high[index] &- low[index] &+ 1
      let box = PixelBox(x: low[index].x, y: low[index].y, width: size.x, height: size.y)
      return Component(label: Int32(index + 1), box: box, area: areas[index])
    }
  }

  /// How many pixels of each piece lie in the picture's first or last row (x), and in its first or last column (y): the
  /// larger of the two.
  package var edgeContacts: [SIMD2<Int>] {
    let largest = Int(all.map(\.label).max() ?? 0)
    var counts = [SIMD4<Int>](repeating: .zero, count: largest + 1)
    for x in 0..<width {
      counts[Int(labels[x])].x += 1
      counts[Int(labels[(height - 1) * width + x])].y += 1
    }
    for y in 0..<height {
      counts[Int(labels[y * width])].z += 1
      counts[Int(labels[y * width + width - 1])].w += 1
    }
    return all.map { piece in
      let count = counts[Int(piece.label)]
      return SIMD2(max(count.x, count.y), max(count.z, count.w))
    }
  }

  /// The mean strength of each piece's stronger pixels, above 0.4, at most 1 each.
  package func meanStrengths(in strengths: Plane) -> [Float] {
    let largest = Int(all.map(\.label).max() ?? 0)
    var sums = [Float](repeating: 0, count: largest + 1)
    var counts = sums
    for (place, label) in labels.enumerated() where label > 0 && strengths.values[place] > 0.4 {
      sums[Int(label)] += min(strengths.values[place], 1)
      counts[Int(label)] += 1
    }
    return all.map { sums[Int($0.label)] / max(counts[Int($0.label)], 1) }
  }

  /// Leaves only the pieces for which `keeps` is true; the others become paper.
  package mutating func filter(_ keeps: (Component) -> Bool) {
    var isKept = [Bool](repeating: false, count: all.count + 1)
    let kept = all.filter(keeps)
    // Labels stay as they are: they are names, not places.
    let largest = Int(all.map(\.label).max() ?? 0)
    if largest >= isKept.count { isKept += [Bool](repeating: false, count: largest + 1 - isKept.count) }
    for component in kept { isKept[Int(component.label)] = true }
    for place in labels.indices where !isKept[Int(labels[place])] { labels[place] = 0 }
    all = kept
  }

  /// The pieces of what is left when a margin is taken off all four sides.
  package func cropped(by margin: Int) -> Components {
    var result = self
    (result.width, result.height) = (width - 2 * margin, height - 2 * margin)
    result.labels = (margin..<height - margin).flatMap { labels[$0 * width + margin..<($0 + 1) * width - margin] }
    result.measure(count: Int(all.map(\.label).max() ?? 0))
    result.all.removeAll { $0.area == 0 }
    return result
  }

  /// The mean width of a piece's strokes, in pixels; the picture's edge ends it as paper does.
  package func strokeWidth(of piece: Component) -> Float {
    var mask = Plane(width: piece.box.width + 2, height: piece.box.height + 2)
    for y in 0..<piece.box.height {
      let row = (piece.box.y + y) * width + piece.box.x
      for x in 0..<piece.box.width where labels[row + x] == piece.label { mask[x + 1, y + 1] = 1 }
    }
    return StrokeWidth.estimate(of: mask)
  }

  /// The smallest rectangle around all of them; nil without any.
  package var box: PixelBox? {
    guard let first = all.first?.box else { return nil }
    return all.reduce(first) { $0.union($1.box) }
  }

  /// How many of the picture's four corners are ink.
  package var corners: Int {
    [0, width - 1, (height - 1) * width, height * width - 1].count { labels[$0] > 0 }
  }

  /// How many pixels of a piece are ink in another picture of the same size, too.
  package func count(of piece: Component, sharedWith other: Components) -> Int {
    var count = 0
    for y in piece.box.y..<piece.box.y + piece.box.height {
      for x in piece.box.x..<piece.box.x + piece.box.width {
        let place = y * width + x
        if labels[place] == piece.label, other.labels[place] > 0 { count += 1 }
      }
    }
    return count
  }
}
