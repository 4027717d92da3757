import InklingMathematics
import InklingRandomness

extension PixelPlane {
  /// The weights of a Gaussian, cut off at four deviations, as SciPy's; those from the middle on.
  private static func gaussian(_ sigma: Double) -> [Float] {
    let radius = Int(4 * sigma + 0.5)
    let raw = (0...radius).map { Elementary.exponential(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = 2 * raw.reduce(0, +) - raw[0]
    return raw.map { Float($0 / sum) }
  }

  private static let known: [Double: [Float]] = Dictionary(
    uniqueKeysWithValues: [0.7, 1.0, 1.5].map { ($0, gaussian($0)) })

  /// Smooths rows and columns, or from row to row alone; the edge is repeated beyond the edge, or is nothing.
  mutating func smooth(sigma: Double, alongRows: Bool = true, repeatsEdge: Bool = true) {
    let weights = Self.known[sigma] ?? Self.gaussian(sigma)
    let vertical = convolved(weights, step: width, count: height, lines: width, lineStep: 1, repeatsEdge)
    values = vertical
    guard alongRows else { return }
    values = convolved(weights, step: 1, count: width, lines: height, lineStep: width, repeatsEdge)
  }

  private func convolved(
    _ weights: [Float], step: Int, count: Int, lines: Int, lineStep: Int, _ repeatsEdge: Bool
  ) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        weights.withUnsafeBufferPointer { weights in
          for line in 0..<lines {
            let start = line &* lineStep
            for place in 0..<count {
              var sum = weights[0] * values[start &+ place &* step]
              for distance in 1..<weights.count {
                let (before, after) = (place &- distance, place &+ distance)
                let low = before < 0 ? 0 : before
                let high = after >= count ? count &- 1 : after
                var pair: Float = 0
                if repeatsEdge || before >= 0 { pair += values[start &+ low &* step] }
                if repeatsEdge || after < count { pair += values[start &+ high &* step] }
                sum += weights[distance] * pair
              }
              result[start &+ place &* step] = sum
            }
          }
        }
      }
    }
    return result
  }

  /// Seen through frosted glass. The published code smooths from row to row alone, since it takes the columns for channels;
  /// so does this.
  mutating func blurAsGlass(sigma: Double, distance: Int, rounds: Int, _ generator: inout CounterGenerator) {
    smooth(sigma: sigma, alongRows: false)
    for place in values.indices { values[place] = (values[place] * 255).rounded(.down) / 255 }
    values.withUnsafeMutableBufferPointer { values in
      for _ in 0..<rounds {
        for row in stride(from: height - distance, to: distance, by: -1) {
          for column in stride(from: width - distance, to: distance, by: -1) where generator.below(2) == 0 {
            let other =
              (row + generator.below(2 * distance) - distance) * width
              + column + generator.below(2 * distance) - distance
            values.swapAt(row * width + column, other)
          }
        }
      }
    }
    smooth(sigma: sigma, alongRows: false)
    clamp()
  }

  /// Moved while it was taken: half of a Gaussian in one direction, as ImageMagick's `-motion-blur`.
  mutating func blurByMotion(radius: Int, sigma: Double, degrees: Double) {
    let angle = Elementary.sineAndCosine(degrees: degrees)
    let raw = (0...2 * radius).map { Elementary.exponential(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = raw.reduce(0, +)
    let taps = raw.enumerated().compactMap { place, weight -> (Int, Int, Float)? in
      guard weight > sum * 1e-6 else { return nil }
      return (
        Int((Double(place) * angle.sine - 0.5).rounded(.up)), Int((Double(place) * angle.cosine - 0.5).rounded(.up)),
        Float(weight / sum)
      )
    }
    let source = values
    for row in 0..<height {
      for column in 0..<width {
        var value: Float = 0
        for (down, across, weight) in taps {
          let (y, x) = (min(max(row + down, 0), height - 1), min(max(column + across, 0), width - 1))
          value += weight * source[y * width + x]
        }
        values[row * width + column] = value
      }
    }
  }
}
