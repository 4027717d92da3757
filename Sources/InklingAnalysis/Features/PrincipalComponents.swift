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

  /// The components of a matrix's rows, by subspace iteration on the covariance, or where there are fewer rows than columns
  /// on the rows' inner products, which have the same eigenvalues.
  ///
  /// - Parameters:
  ///   - features: a row for each image.
  ///   - count: how many components; no more than there are columns, or directions in which the rows differ, are given,
  ///     and at least one.
  /// - Precondition: at least one row and one component, and at most `mostColumns` columns.
  public init(of features: FeatureMatrix, count: Int) {
    precondition(features.rows > 0 && count > 0, "\(count) components of \(features.rows) images")
    precondition(features.columns <= Self.mostColumns, "\(features.columns) columns: at most \(Self.mostColumns)")
    self = features.rows >= features.columns ? Self.ofMany(features, count) : Self.ofFew(features, count)
  }

  private init(mean: [Double], components: [[Double]], variances: [Double], totalVariance: Double) {
    self.mean = mean.map { Float($0) }
    self.components = components.map(Self.signed)
    self.variances = variances
    self.totalVariance = totalVariance
  }

  private static func ofMany(_ features: FeatureMatrix, _ count: Int) -> PrincipalComponents {
    let covariance = Covariance(features)
    let matrix = SymmetricMatrix(size: covariance.size, values: covariance.values)
    let found = matrix.leading(min(count, matrix.size))
    return PrincipalComponents(
      mean: covariance.mean, components: found.vectors, variances: found.values.map { max($0, 0) },
      totalVariance: matrix.trace)
  }

  /// Of fewer rows than columns.
  private static func ofFew(_ features: FeatureMatrix, _ count: Int) -> PrincipalComponents {
    let (rows, columns) = (features.rows, features.columns)
    var mean = [Double](repeating: 0, count: columns)
    let images = (0..<rows).map { row in features[row].map { Double($0) } }
    for image in images { InnerProduct.add(image, 1 / Double(rows), to: &mean) }
    let centered = images.map { image in zip(image, mean).map { $0 - $1 } }
    var products = [Double](repeating: 0, count: rows * rows)
    for row in 0..<rows {
      for other in row..<rows {
        products[row * rows + other] = InnerProduct.of(centered[row], centered[other]) / Double(rows)
        products[other * rows + row] = products[row * rows + other]
      }
    }
    let matrix = SymmetricMatrix(size: rows, values: products)
    let found = matrix.leading(min(count, rows))
    var kept: [(Double, [Double])] = []
    for (value, vector) in zip(found.values, found.vectors) where value > matrix.trace * 1e-12 {
      var sum = [Double](repeating: 0, count: columns)
      for (image, weight) in zip(centered, vector) { InnerProduct.add(image, weight, to: &sum) }
      let length = InnerProduct.of(sum, sum).squareRoot()
      kept.append((value, sum.map { $0 / length }))
    }
    // Equal images have no direction; any will do.
    if kept.isEmpty { kept = [(0, (0..<columns).map { $0 == 0 ? 1 : 0 })] }
    return PrincipalComponents(
      mean: mean, components: kept.map(\.1), variances: kept.map(\.0), totalVariance: matrix.trace)
  }

  /// The vector or its opposite.
  private static func signed(_ vector: [Double]) -> [Float] {
    let largest = vector.max { $0.magnitude < $1.magnitude } ?? 1
    return vector.map { Float(largest < 0 ? -$0 : $0) }
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
}
