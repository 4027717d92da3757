import InklingDatasets
import InklingRandomness

/// The directions in which images differ most: the eigenvectors of their covariance with the largest eigenvalues
/// (K. Pearson, 1901; scikit-learn's `PCA`). Those of handwritten digits are called eigen-digits.
///
///     let components = PrincipalComponents(of: FeatureMatrix(of: dataset.train), count: 50)
///     let plane = components.project(features)   // [N, 50]
///
/// The same images give the same bits, whatever the number of threads.
public struct PrincipalComponents: Sendable {
  /// The mean image, [D].
  public let mean: [Float]
  /// Orthonormal rows, [count][D]; in each the number with the largest magnitude is positive.
  public let components: [[Float]]
  /// The variance along each, from the largest.
  public let variances: [Double]
  /// The sum of the variances along all D directions.
  public let totalVariance: Double

  /// The most columns that a matrix may have: the covariance has their square.
  public static let mostColumns = 4096

  /// Directions beside those that are wanted, with which the last of those are found sooner.
  private static let extra = 14
  private static let iterations = 24

  /// The components of a matrix's rows, by subspace iteration on the covariance (H. Rutishauser, 1970).
  ///
  /// - Parameters:
  ///   - features: a row for each image.
  ///   - count: how many components; no more than there are columns are given.
  /// - Precondition: at least one row and one component, and at most `mostColumns` columns.
  public init(of features: FeatureMatrix, count: Int) {
    precondition(features.rows > 0 && count > 0, "\(count) components of \(features.rows) images")
    precondition(features.columns <= Self.mostColumns, "\(features.columns) columns: at most \(Self.mostColumns)")
    let covariance = Covariance(features)
    let size = covariance.size
    let width = min(count + Self.extra, size)
    var basis = Self.start(width, size)
    Self.orthonormalize(&basis)
    for _ in 0..<(width == size ? 1 : Self.iterations) {
      basis = Self.product(covariance, basis)
      Self.orthonormalize(&basis)
    }
    // Rayleigh and Ritz: the eigenvectors within the subspace.
    let images = Self.product(covariance, basis)
    var small = [Double](repeating: 0, count: width * width)
    for row in 0..<width {
      for column in row..<width {
        small[row * width + column] = Self.dot(basis[row], images[column])
        small[column * width + row] = small[row * width + column]
      }
    }
    let eigen = SymmetricEigen(small, size: width)
    let kept = min(count, width)
    mean = covariance.mean.map { Float($0) }
    variances = eigen.values.prefix(kept).map { max($0, 0) }
    totalVariance = covariance.trace
    components = eigen.vectors.prefix(kept).map { Self.combined(basis, $0) }
  }

  /// The coordinates of rows along the components, [N, count].
  ///
  /// - Precondition: as many columns as the components have.
  public func project(_ features: FeatureMatrix) -> FeatureMatrix {
    precondition(features.columns == mean.count, "\(features.columns) columns, and components of \(mean.count)")
    var result = FeatureMatrix(rows: features.rows, columns: components.count)
    guard features.rows > 0 else { return result }
    let directions = FeatureMatrix(
      rows: components.count, columns: mean.count, values: components.flatMap { $0 })
    let middle = FeatureMatrix(rows: 1, columns: mean.count, values: mean)
    let (stride, width, count) = (result.stride, features.stride, components.count)
    result.storage.withSharedMemory { target in
      RowTask.perform(features.rows) { part in
        features.storage.withUnsafeBufferPointer { rows in
          directions.storage.withUnsafeBufferPointer { directions in
            middle.storage.withUnsafeBufferPointer { middle in
              for row in part {
                for component in 0..<count {
                  target.start[row * stride + component] = Self.project(
                    rows, row * width, middle, directions, component * width, width)
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  @inline(__always)
  private static func project(
    _ rows: UnsafeBufferPointer<Float>, _ row: Int, _ middle: UnsafeBufferPointer<Float>,
    _ directions: UnsafeBufferPointer<Float>, _ direction: Int, _ width: Int
  ) -> Float {
    var sum = SIMD8<Float>.zero
    let (x, m) = (UnsafeRawPointer(rows.baseAddress), UnsafeRawPointer(middle.baseAddress))
    guard let x, let m, let d = UnsafeRawPointer(directions.baseAddress) else { return 0 }
    var place = 0
    while place < width {
      let value = (x + 4 * (row &+ place)).loadUnaligned(as: SIMD8<Float>.self)
      let mean = (m + 4 * place).loadUnaligned(as: SIMD8<Float>.self)
      sum += (value - mean) * (d + 4 * (direction &+ place)).loadUnaligned(as: SIMD8<Float>.self)
      place &+= 8
    }
    return sum.sum()
  }

  private static func start(_ count: Int, _ size: Int) -> [[Double]] {
    (0..<count).map { number in
      var generator = CounterGenerator(seed: 0, purpose: .analysis, sample: number)
      return (0..<size).map { _ in generator.normal() }
    }
  }

  /// The covariance times each of the vectors.
  private static func product(_ covariance: Covariance, _ basis: [[Double]]) -> [[Double]] {
    var result = [[Double]](repeating: [], count: basis.count)
    result.withSharedMemory { result in
      RowTask.perform(basis.count, part: 1) { part in
        for vector in part { result.start[vector] = covariance.times(basis[vector]) }
      }
    }
    return result
  }

  /// Gram and Schmidt, twice for each vector, which is enough (Kahan). One that is nothing becomes zero.
  private static func orthonormalize(_ basis: inout [[Double]]) {
    for place in basis.indices {
      let length = dot(basis[place], basis[place]).squareRoot()
      for _ in 0..<2 {
        for other in 0..<place { subtract(basis[other], dot(basis[other], basis[place]), from: &basis[place]) }
      }
      let rest = dot(basis[place], basis[place]).squareRoot()
      let scale = rest > length * 1e-12 && rest > 0 ? 1 / rest : 0
      for column in basis[place].indices { basis[place][column] *= scale }
    }
  }

  private static func subtract(_ vector: [Double], _ factor: Double, from target: inout [Double]) {
    vector.withUnsafeBufferPointer { vector in
      target.withUnsafeMutableBufferPointer { target in
        for place in vector.indices { target[place] -= factor * vector[place] }
      }
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in InnerProduct.of(a, b, from: 0) } }
  }

  /// A sum of the basis's vectors, its sign chosen.
  private static func combined(_ basis: [[Double]], _ weights: [Double]) -> [Float] {
    var sum = [Double](repeating: 0, count: basis[0].count)
    for (vector, weight) in zip(basis, weights) { subtract(vector, -weight, from: &sum) }
    let largest = sum.max { $0.magnitude < $1.magnitude } ?? 1
    return sum.map { Float(largest < 0 ? -$0 : $0) }
  }
}

extension Covariance {
  /// C times a vector.
  fileprivate func times(_ vector: [Double]) -> [Double] {
    values.withUnsafeBufferPointer { values in
      vector.withUnsafeBufferPointer { vector in
        (0..<size).map { InnerProduct.of(vector, values, from: $0 * size) }
      }
    }
  }
}

/// Sums of products, in an order that is always the same.
private enum InnerProduct {
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
}
