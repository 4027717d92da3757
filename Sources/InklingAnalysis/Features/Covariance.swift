/// The covariance of a matrix's columns: `C = Xᵀ X / N` for rows X whose mean is taken off.
struct Covariance {
  /// The number of columns, D.
  let size: Int
  /// The mean of each column.
  let mean: [Double]
  /// D rows of D.
  private(set) var values: [Double]

  /// Images whose products are added up in single precision before they join the others.
  private static let block = 128
  /// Rows of C that are made at once.
  private static let tile = 4

  init(_ features: FeatureMatrix) {
    let (rows, size, stride) = (features.rows, features.columns, features.stride)
    self.size = size
    let mean = Self.mean(of: features)
    self.mean = mean
    var centered = features.storage
    centered.withUnsafeMutableBufferPointer { centered in
      for row in 0..<rows {
        for column in 0..<size { centered[row * stride + column] -= Float(mean[column]) }
      }
    }
    values = Array(repeating: 0, count: size * stride)
    let tiles = (size + Self.tile - 1) / Self.tile
    centered.withUnsafeMutableBufferPointer { centered in
      guard let start = centered.baseAddress else { return }
      let source = SharedMemory(start)
      values.withSharedMemory { values in
        RowTask.perform(tiles, part: 8) { part in
          for first in Swift.stride(from: 0, to: rows, by: Self.block) {
            let block = first..<min(first + Self.block, rows)
            for tile in part { Self.add(block, tile * Self.tile, source.start, values.start, size, stride) }
          }
        }
      }
    }
    finish(rows, stride)
  }

  private static func mean(of features: FeatureMatrix) -> [Double] {
    var sums = [Double](repeating: 0, count: features.columns)
    features.storage.withUnsafeBufferPointer { storage in
      for row in 0..<features.rows {
        for column in 0..<features.columns { sums[column] += Double(storage[row * features.stride + column]) }
      }
    }
    return sums.map { $0 / Double(max(features.rows, 1)) }
  }

  /// Adds some images' products to four rows of C, from the diagonal on.
  private static func add(
    _ block: Range<Int>, _ row: Int, _ source: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Double>,
    _ size: Int, _ stride: Int
  ) {
    let lanes = FeatureMatrix.lanes
    let count = min(tile, size - row)
    for column in Swift.stride(from: row / lanes * lanes, to: stride, by: lanes) {
      var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
      var image = source + block.lowerBound * stride
      for _ in block {
        let others = UnsafeRawPointer(image + column).loadUnaligned(as: SIMD8<Float>.self)
        // Beyond the last column the padding's zeros are read, or other numbers that are not used.
        sums.0 += image[row] * others
        sums.1 += image[min(row &+ 1, size &- 1)] * others
        sums.2 += image[min(row &+ 2, size &- 1)] * others
        sums.3 += image[min(row &+ 3, size &- 1)] * others
        image += stride
      }
      for lane in 0..<lanes {
        let place = target + row * stride + column + lane
        place[0] += Double(sums.0[lane])
        if count > 1 { place[stride] += Double(sums.1[lane]) }
        if count > 2 { place[2 * stride] += Double(sums.2[lane]) }
        if count > 3 { place[3 * stride] += Double(sums.3[lane]) }
      }
    }
  }

  /// Divides, and mirrors what lies above the diagonal.
  private mutating func finish(_ rows: Int, _ stride: Int) {
    var result = [Double](repeating: 0, count: size * size)
    let divisor = Double(max(rows, 1))
    for row in 0..<size {
      for column in row..<size {
        let value = values[row * stride + column] / divisor
        result[row * size + column] = value
        result[column * size + row] = value
      }
    }
    values = result
  }
}
