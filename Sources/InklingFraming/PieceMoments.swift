/// Where a piece's pixels lie, each of them a point: their middle, their variances along both sides of the picture, and how
/// the two go together.
struct PieceMoments {
  let middle: SIMD2<Double>
  let variance: SIMD2<Double>
  let covariance: Double

  init(of piece: Component, in components: Components) {
    var (sum, squares, product) = (SIMD2<Double>.zero, SIMD2<Double>.zero, 0.0)
    components.forEachPixel(of: piece) { x, y in
      let point = SIMD2(Double(x), Double(y))
      sum += point
      squares += point * point
      product += point.x * point.y
    }
    let count = Double(piece.area)
    middle = sum / count
    variance = squares / count - middle * middle
    covariance = product / count - middle.x * middle.y
  }
}
