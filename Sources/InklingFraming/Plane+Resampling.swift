extension Plane {
  /// Which of a line's numbers make each of the result's, and by how much: `count` weights for each.
  private struct Taps {
    let count: Int
    var first: [Int]
    var weights: [Float]

    /// Output i covers `start + i * step ..< start + (i + 1) * step` of the input. Covered parts are averaged when the
    /// step is at least a pixel; smaller steps read between pixel centres (linear interpolation). Outside is zero, or
    /// the edge's own value when `extends`.
    init(from start: Float, step: Float, outputs: Int, size: Int, extends: Bool) {
      count = min(step >= 1 ? Int(step.rounded(.up)) + 1 : 2, size)
      first = [Int](repeating: 0, count: outputs)
      weights = [Float](repeating: 0, count: outputs * count)
      for output in 0..<outputs {
        let low = start + Float(output) * step
        if step >= 1 {
          let high = low + step
          let range = Int(low.rounded(.down))..<Int(high.rounded(.up))
          first[output] = min(max(range.lowerBound, 0), size - count)
          for index in range {
            let weight = (min(high, Float(index + 1)) - max(low, Float(index))) / step
            add(weight, index, output, size, extends)
          }
        } else {
          let center = low + step / 2 - 0.5
          let base = Int(center.rounded(.down))
          first[output] = min(max(base, 0), size - count)
          add(1 - (center - Float(base)), base, output, size, extends)
          add(center - Float(base), base + 1, output, size, extends)
        }
      }
    }

    private mutating func add(_ weight: Float, _ index: Int, _ output: Int, _ size: Int, _ extends: Bool) {
      guard extends || (index >= 0 && index < size) else { return }
      let place = min(max(index, 0), size - 1) - first[output]
      if place >= 0, place < count { weights[output * count + place] += weight }
    }
  }

  /// A rectangle of the plane, which may reach beyond it, as `columns` by `rows` numbers.
  ///
  /// - Parameters:
  ///   - x: the rectangle's left edge; pixel i covers i ..< i + 1.
  ///   - y: its top edge.
  ///   - step: columns and rows of the plane in one of the result's.
  ///   - extends: whether the outside repeats the edge; zero otherwise.
  package func resampled(
    x: Float, y: Float, step: SIMD2<Float>, columns: Int, rows: Int, extends: Bool = false
  ) -> Plane {
    let across = Taps(from: x, step: step.x, outputs: columns, size: width, extends: extends)
    let down = Taps(from: y, step: step.y, outputs: rows, size: height, extends: extends)
    var result = Plane(width: columns, height: rows)
    var narrowed = [Float](repeating: 0, count: columns)
    // A source row is narrowed once, although neighbouring rows of the result may share it.
    var narrowedRow = -1
    for row in 0..<rows {
      for tap in 0..<down.count {
        let weight = down.weights[row * down.count + tap]
        guard weight != 0 else { continue }
        if narrowedRow != down.first[row] + tap {
          narrowedRow = down.first[row] + tap
          narrow(row: narrowedRow, by: across, into: &narrowed)
        }
        result.values.withUnsafeMutableBufferPointer { values in
          narrowed.withUnsafeBufferPointer { narrowed in
            let values = UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])
            for column in values.indices { values[column] += weight * narrowed[column] }
          }
        }
      }
    }
    return result
  }

  private func narrow(row: Int, by taps: Taps, into narrowed: inout [Float]) {
    let count = taps.count
    values.withUnsafeBufferPointer { values in
      taps.weights.withUnsafeBufferPointer { weights in
        taps.first.withUnsafeBufferPointer { first in
          narrowed.withUnsafeMutableBufferPointer { narrowed in
            for column in narrowed.indices {
              var sum: Float = 0
              let start = row * width + first[column]
              for tap in 0..<count { sum += weights[column * count + tap] * values[start + tap] }
              narrowed[column] = sum
            }
          }
        }
      }
    }
  }

  /// The whole plane in another size.
  package func resized(columns: Int, rows: Int) -> Plane {
    if columns == width && rows == height { return self }
    let step = SIMD2(Float(width) / Float(columns), Float(height) / Float(rows))
    return resampled(x: 0, y: 0, step: step, columns: columns, rows: rows, extends: true)
  }

  /// The plane, or a smaller one of its shape whose longer side is `side`, each number the mean of its part.
  package func shrunk(toFit side: Int) -> Plane {
    let longest = max(width, height)
    guard longest > side else { return self }
    let columns = max(1, (width * side + longest / 2) / longest)
    let rows = max(1, (height * side + longest / 2) / longest)
    return resized(columns: columns, rows: rows)
  }
}
