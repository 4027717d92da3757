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
      for channel in 0..<3 {
        for row in 0..<height {
          let down = Float(row) / Float(height)
          let left = inks.paper[channel] + corners[0] + (corners[2] - corners[0]) * down
          let right = inks.paper[channel] + corners[1] + (corners[3] - corners[1]) * down
          let step = (right - left) / Float(width)
          let start = (channel * height + row) * width
          for column in 0..<width { canvas[start + column] = left + step * Float(column) }
        }
      }
    }
  }
}
