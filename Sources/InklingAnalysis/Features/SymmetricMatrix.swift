import InklingDatasets
import InklingRandomness

/// A symmetric matrix of any size, of which the largest eigenvalues are wanted.
struct SymmetricMatrix {
  /// The number of rows.
  let size: Int
  /// Row by row.
  let values: [Double]

  /// Vectors beside those that are wanted, with which the last of those are found sooner.
  private static let extra = 14
  private static let iterations = 24

  /// The sum of the diagonal.
  var trace: Double { (0..<size).reduce(0) { $0 + values[$1 * size + $1] } }

  /// The eigenvalues of largest magnitude and their vectors, of length one, by subspace iteration (H. Rutishauser, 1970).
  func leading(_ count: Int) -> (values: [Double], vectors: [[Double]]) {
    let width = min(count + Self.extra, size)
    var basis = Self.start(width, size)
    Self.orthonormalize(&basis)
    for _ in 0..<(width == size ? 1 : Self.iterations) {
      basis = product(basis)
      Self.orthonormalize(&basis)
    }
    // Rayleigh and Ritz: the eigenvectors within the subspace.
    let images = product(basis)
    var small = [Double](repeating: 0, count: width * width)
    for row in 0..<width {
      for column in row..<width {
        small[row * width + column] = InnerProduct.of(basis[row], images[column])
        small[column * width + row] = small[row * width + column]
      }
    }
    let eigen = SymmetricEigen(small, size: width)
    let kept = min(count, width)
    return (
      Array(eigen.values.prefix(kept)),
      eigen.vectors.prefix(kept).map { weights in
        var sum = [Double](repeating: 0, count: size)
        for (vector, weight) in zip(basis, weights) { InnerProduct.add(vector, weight, to: &sum) }
        return sum
      }
    )
  }

  private static func start(_ count: Int, _ size: Int) -> [[Double]] {
    (0..<count).map { number in
      var generator = CounterGenerator(seed: 0, purpose: .analysis, sample: number)
      return (0..<size).map { _ in generator.normal() }
    }
  }

  /// The matrix times each of the vectors.
  private func product(_ basis: [[Double]]) -> [[Double]] {
    var result = [[Double]](repeating: [], count: basis.count)
    result.withSharedMemory { result in
      RowTask.perform(basis.count, part: 1) { part in
        for vector in part { result.start[vector] = times(basis[vector]) }
      }
    }
    return result
  }

  private func times(_ vector: [Double]) -> [Double] {
    values.withUnsafeBufferPointer { values in
      vector.withUnsafeBufferPointer { vector in
        (0..<size).map { InnerProduct.of(vector, values, from: $0 * size) }
      }
    }
  }

  /// Gram and Schmidt, twice for each vector, which is enough (Kahan). One that is nothing becomes zero.
  private static func orthonormalize(_ basis: inout [[Double]]) {
    for place in basis.indices {
      let length = InnerProduct.of(basis[place], basis[place]).squareRoot()
      for _ in 0..<2 {
        for other in 0..<place {
          InnerProduct.add(basis[other], -InnerProduct.of(basis[other], basis[place]), to: &basis[place])
        }
      }
      let rest = InnerProduct.of(basis[place], basis[place]).squareRoot()
      let scale = rest > length * 1e-12 && rest > 0 ? 1 / rest : 0
      for column in basis[place].indices { basis[place][column] *= scale }
    }
  }
}

/// Sums of products, in an order that is always the same.
enum InnerProduct {
  static func of(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in of(a, b, from: 0) } }
  }

  /// - Parameter start: where the second one's numbers begin.
  static func of(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>, from start: Int) -> Double {
    let (x, y) = (UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
    var sums = SIMD4<Double>.zero
    let whole = a.count / 4 * 4
    var place = 0
    while place < whole {
      let one = x.loadUnaligned(fromByteOffset: 8 &* place, as: SIMD4<Double>.self)
      sums += one * y.loadUnaligned(fromByteOffset: 8 &* (start &+ place), as: SIMD4<Double>.self)
      place &+= 4
    }
    var sum = sums.sum()
    for place in whole..<a.count { sum += a[place] * b[start + place] }
    return sum
  }

  /// Adds a multiple of a vector.
  static func add(_ vector: [Double], _ factor: Double, to target: inout [Double]) {
    vector.withUnsafeBufferPointer { vector in
      target.withUnsafeMutableBufferPointer { target in
        for place in vector.indices { target[place] += factor * vector[place] }
      }
    }
  }
}
