extension Plane {
  /// The largest number within `radius` rows and columns, by the method of van Herk (1992) and Gil and Werman (1993):
  /// three comparisons a pixel, whatever the radius.
  package func maxima(radius: Int) -> Plane {
    guard radius > 0 else { return self }
    var rows = self
    Self.runningMaxima(&rows.values, lines: height, length: width, stride: 1, jump: width, radius: radius)
    Self.runningMaxima(&rows.values, lines: width, length: height, stride: width, jump: 1, radius: radius)
    return rows
  }

  /// The smallest number within `radius` rows and columns.
  package func minima(radius: Int) -> Plane { map { -$0 }.maxima(radius: radius).map { -$0 } }

  /// Dark things narrower than `2 * radius + 1` pixels filled with the light around them; edges and slopes stay as they
  /// are, at the border too: what is beyond it may be dark.
  package func closed(radius: Int) -> Plane {
    guard radius > 0 else { return self }
    let (columns, rows) = (width + 2 * radius, height + 2 * radius)
    var padded = Plane(width: columns, height: rows, filledWith: -.infinity)
    for y in 0..<height {
      for x in 0..<width { padded.values[(y + radius) * columns + x + radius] = values[y * width + x] }
    }
    let filled = padded.maxima(radius: radius).minima(radius: radius)
    var result = self
    for y in 0..<height {
      for x in 0..<width { result.values[y * width + x] = filled.values[(y + radius) * columns + x + radius] }
    }
    return result
  }

  /// Light things narrower than `2 * radius + 1` pixels filled with the dark around them.
  package func opened(radius: Int) -> Plane { map { -$0 }.closed(radius: radius).map { -$0 } }

  private static func runningMaxima(
    _ values: inout [Float], lines: Int, length: Int, stride: Int, jump: Int, radius: Int
  ) {
    let window = 2 * radius + 1
    let padded = length + 2 * radius
    // Maxima from each window's start on, and up to each window's end.
    var ahead = [Float](repeating: -.infinity, count: padded)
    var behind = ahead
    values.withUnsafeMutableBufferPointer { values in
      for line in 0..<lines {
        let start = line * jump
        for place in 0..<padded {
          let index = place - radius
          let value = index >= 0 && index < length ? values[start + index * stride] : -.infinity
          ahead[place] = place % window == 0 ? value : max(ahead[place - 1], value)
          behind[place] = value
        }
        for place in Swift.stride(from: padded - 2, through: 0, by: -1) where (place + 1) % window != 0 {
          behind[place] = max(behind[place], behind[place + 1])
        }
        for place in 0..<length { values[start + place * stride] = max(behind[place], ahead[place + window - 1]) }
      }
    }
  }
}
