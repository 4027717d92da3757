/// A drawn `ElasticField`, from which the displacements of each row of pixels are made. Pointers alone: threads that count
/// references to one object keep each other waiting.
struct ElasticRows {
  /// For each row of nodes, `bytes` of horizontal and as many of vertical displacements; behind them, room for a row.
  let nodes: UnsafeMutableRawPointer
  /// Rows of nodes.
  let count: Int
  /// A multiple of sixteen.
  let bytes: Int
  /// For each row of pixels, the first of its six rows of nodes.
  let first: UnsafePointer<Int>
  /// For each row of pixels, the weights of the six.
  let weights: UnsafePointer<Float>

  /// The displacements of a row of pixels: the weighted mean of six rows of nodes.
  ///
  /// - Returns: `bytes` of horizontal and as many of vertical ones, until the next call.
  @inline(__always)
  func row(_ row: Int) -> UnsafeRawPointer {
    let weights = weights + row * GaussianTaps.count
    let from = UnsafeRawPointer(nodes) + 2 &* bytes &* first[row]
    let target = nodes + 2 &* bytes &* count
    let (a, b, c) = (weights[0], weights[1], weights[2])
    let (d, e, f) = (weights[3], weights[4], weights[5])
    var place = 0
    while place < 2 &* bytes {
      let left = load4(from, place) * a + load4(from, place &+ 2 &* bytes) * b
      let middle = load4(from, place &+ 4 &* bytes) * c + load4(from, place &+ 6 &* bytes) * d
      let right = load4(from, place &+ 8 &* bytes) * e + load4(from, place &+ 10 &* bytes) * f
      target.storeBytes(of: left + middle + right, toByteOffset: place, as: SIMD4<Float>.self)
      place &+= 16
    }
    return UnsafeRawPointer(target)
  }
}
