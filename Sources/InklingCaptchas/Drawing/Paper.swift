import InklingRandomness

/// The background.
enum Paper {
  /// Fills the canvas: one colour, with a level that differs from corner to corner.
  static func draw(
    _ style: CaptchaStyle, _ inks: Inks, width: Int, height: Int, on canvas: inout [Float],
    from generator: inout CounterGenerator
  ) {
    let corners = SIMD4(
      generator.either(style.gradient), generator.either(style.gradient), generator.either(style.gradient),
      generator.either(style.gradient))
    canvas.withUnsafeMutableBufferPointer { canvas in
      guard let canvas = canvas.baseAddress else { return }
      for channel in 0..<3 {
        let level = inks.paper[channel]
        for row in 0..<height {
          let down = Float(row) / Float(height)
          let left = corners[0] + (corners[2] - corners[0]) * down
          let right = corners[1] + (corners[3] - corners[1]) * down
          let line = canvas + (channel * height + row) * width
          if style.gradient > 0 {
            let step = (right - left) / Float(width)
            for column in 0..<width { line[column] = level + left + step * Float(Int32(truncatingIfNeeded: column)) }
          } else {
            line.update(repeating: level, count: width)
          }
        }
      }
    }
  }
}
