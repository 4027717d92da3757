import InklingRandomness

/// Noise of single pixels.
enum Grain {
  /// Adds a random level to each pixel, the same for all channels: the sum of two uniform ones.
  static func add(_ style: CaptchaStyle, size: Int, to canvas: inout [Float], from generator: inout CounterGenerator) {
    let height = generator.between(0, style.grain)
    guard height > 0.25 else { return }
    let scale = height / 255
    canvas.withUnsafeMutableBufferPointer { canvas in
      for pixel in stride(from: 0, to: size, by: 2) {
        let bits = generator.next32()
        let first = scale * Float(Int32(bits & 255) + Int32(bits >> 8 & 255) - 255)
        let second = scale * Float(Int32(bits >> 16 & 255) + Int32(bits >> 24) - 255)
        for channel in 0..<3 {
          canvas[channel * size + pixel] += first
          if pixel + 1 < size { canvas[channel * size + pixel + 1] += second }
        }
      }
    }
  }

  /// Makes pixels black or white.
  static func addSpecks(
    _ style: CaptchaStyle, size: Int, to canvas: inout [Float], from generator: inout CounterGenerator
  ) {
    let count = Int(generator.between(0, style.specks) * Float(size) + generator.uniform())
    guard style.specks > 0 else { return }
    for _ in 0..<count {
      let pixel = generator.below(size)
      let level: Float = generator.chance(0.5) ? 255 : 0
      for channel in 0..<3 { canvas[channel * size + pixel] = level }
    }
  }
}
