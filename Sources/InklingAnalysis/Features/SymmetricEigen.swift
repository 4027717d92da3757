/// All eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (1846): cyclic, until nothing is
/// left beside the diagonal.
struct SymmetricEigen {
  /// From the largest.
  let values: [Double]
  /// Row by row, in the order of the values, each of length one.
  let vectors: [[Double]]

  private static let mostSweeps = 60

  /// - Parameter matrix: `size` rows of `size`, symmetric.
  init(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "\(matrix.count) numbers in a matrix of \(size) rows")
    var (a, v) = (matrix, [Double](repeating: 0, count: size * size))
    for place in 0..<size { v[place * size + place] = 1 }
    let total = matrix.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<Self.mostSweeps {
      var rest = 0.0
      for row in 0..<size {
        for column in row + 1..<max(size, row + 1) { rest += a[row * size + column] * a[row * size + column] }
      }
      if rest <= total * 1e-28 { break }
      for p in 0..<size { for q in p + 1..<max(size, p + 1) { Self.rotate(&a, &v, p, q, size) } }
    }
    let order = (0..<size).sorted { (a[$0 * size + $0], $1) > (a[$1 * size + $1], $0) }
    values = order.map { a[$0 * size + $0] }
    vectors = order.map { column in (0..<size).map { v[$0 * size + column] } }
  }

  /// Makes a[p, q] zero.
  private static func rotate(_ a: inout [Double], _ v: inout [Double], _ p: Int, _ q: Int, _ size: Int) {
    let middle = a[p * size + q]
    guard middle != 0 else { return }
    let theta = (a[q * size + q] - a[p * size + p]) / (2 * middle)
    let t = (theta >= 0 ? 1.0 : -1.0) / (theta.magnitude + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    a.withUnsafeMutableBufferPointer { a in
      for k in 0..<size {
        let (x, y) = (a[k * size + p], a[k * size + q])
        a[k * size + p] = c * x - s * y
        a[k * size + q] = s * x + c * y
      }
      for k in 0..<size {
        let (x, y) = (a[p * size + k], a[q * size + k])
        a[p * size + k] = c * x - s * y
        a[q * size + k] = s * x + c * y
      }
    }
    v.withUnsafeMutableBufferPointer { v in
      for k in 0..<size {
        let (x, y) = (v[k * size + p], v[k * size + q])
        v[k * size + p] = c * x - s * y
        v[k * size + q] = s * x + c * y
      }
    }
  }
}
