import InklingDatasets
import InklingMathematics
import InklingRandomness

extension PixelPlane {
  /// e^(-levels v) for each of 256 values, of the usual levels.
  private static let chances: [Double] = (0..<256).map { Elementary.exponential(-3 * Double($0) / 255) }

  /// Each pixel is a Poisson number with the mean `levels * v`, divided by `levels` (D. E. Knuth's products).
  mutating func addShotNoise(levels: Int, _ generator: inout CounterGenerator) {
    precondition(levels == 3, "the chances are those of 3 levels")
    for place in values.indices where values[place] > 0 {
      let chance = Self.chances[Int((values[place] * 255).rounded())]
      var (count, product) = (0, generator.open())
      while product > chance {
        count += 1
        product *= generator.open()
      }
      values[place] = min(Float(count) / Float(levels), 1)
    }
  }

  /// So many pixels, each by chance, become black or white.
  mutating func addImpulseNoise(share: Float, _ generator: inout CounterGenerator) {
    for place in values.indices where generator.uniform() < share {
      values[place] = generator.uniform() < 0.5 ? 1 : 0
    }
  }

  /// Drops of mud: smoothed noise above a threshold, smoothed again. MNIST-C's severity 4.
  mutating func addSpatter(_ generator: inout CounterGenerator) {
    var layer = PixelPlane(height: height, width: width)
    for place in layer.values.indices {
      layer.values[place] = 0.65 + 0.3 * Float(NormalQuantiles.table[Int(generator.next32() >> 20)])
    }
    layer.smooth(sigma: 1)
    for place in layer.values.indices { layer.values[place] = layer.values[place] > 0.65 ? 1 : 0 }
    layer.smooth(sigma: 1.5)
    for place in values.indices where layer.values[place] >= 0.8 {
      let mud = layer.values[place]
      values[place] = values[place] * (1 - mud) + 63 / 255 * mud
    }
    clamp()
  }

  /// A cloud of this density; the brightest pixel stays as bright.
  mutating func addFog(density: Float, _ generator: inout CounterGenerator) {
    let largest = values.max() ?? 0
    let map = PlasmaFractal.shared[generator.below(PlasmaFractal.shared.count)]
    let (top, left) = (generator.below(PlasmaFractal.size), generator.below(PlasmaFractal.size))
    let scale = largest / (largest + density)
    for row in 0..<height {
      for column in 0..<width {
        let cloud = map[row + top, column + left]
        values[row * width + column] = (values[row * width + column] + density * cloud) * scale
      }
    }
    clamp()
  }
}
