import InklingMathematics
import InklingRandomness

/// One channel of a picture while it is damaged: numbers in 0...1.
struct PixelPlane {
  let height: Int
  let width: Int
  var values: [Float]

  init(_ bytes: some Collection<UInt8>, height: Int, width: Int) {
    self.height = height
    self.width = width
    values = bytes.map { Float($0) / 255 }
  }

  init(height: Int, width: Int, value: Float = 0) {
    self.height = height
    self.width = width
    values = Array(repeating: value, count: height * width)
  }

  /// The nearest bytes.
  var bytes: [UInt8] { values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) } }

  mutating func clamp() {
    for place in values.indices { values[place] = min(max(values[place], 0), 1) }
  }
}

extension Corruption {
  /// Of this angle, to either side.
  static func sineAndCosine(
    _ radians: Double, _ generator: inout CounterGenerator
  ) -> (sine: Float, cosine: Float) {
    let angle = Elementary.sineAndCosine(degrees: radians * 180 / .pi)
    return (Float(generator.below(2) == 0 ? -angle.sine : angle.sine), Float(angle.cosine))
  }
}
