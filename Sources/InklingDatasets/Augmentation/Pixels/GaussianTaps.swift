import InklingMathematics

/// Which nodes of a coarse line of noise make up each pixel of a smooth one, and with which weights.
///
/// The nodes are `spacing` pixels apart, as far as the Gaussian's deviation and at least one pixel, and there are enough
/// beyond both ends. A pixel is a Gaussian's weighted mean of the six nodes around it; the weights' sum is one.
struct GaussianTaps {
  static let count = 6

  let spacing: Double
  let nodes: Int
  /// For each pixel, its first node.
  let first: [Int]
  /// For each pixel, the six weights.
  let weights: [[Double]]

  init(pixels: Int, sigma: Double) {
    let spacing = max(sigma, 1)
    self.spacing = spacing
    let places = (0..<pixels).map { Double($0) / spacing }
    // Node n lies at n - 2.
    first = places.map { Int($0) }
    nodes = (first.last ?? 0) + Self.count
    weights = places.map { place in
      let raw = (0..<Self.count).map { tap in
        let distance = (place - Double(Int(place) + tap - 2)) * spacing / sigma
        return Elementary.exponential(-0.5 * distance * distance)
      }
      let sum = raw.reduce(0, +)
      return raw.map { $0 / sum }
    }
  }
}
