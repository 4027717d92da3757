/// Numbers in rows, a row for each image: pixels, or what was made of them.
public struct FeatureMatrix: Sendable, Equatable {
  /// The number of images.
  public let rows: Int
  /// The numbers of each.
  public let columns: Int
  /// Row by row, each padded with zeros to whole groups of `lanes`.
  var storage: [Float]

  /// Numbers that are handled at once.
  static let lanes = 8

  /// Floats from one row to the next.
  var stride: Int { Self.stride(columns) }

  private static func stride(_ columns: Int) -> Int { (columns + lanes - 1) / lanes * lanes }

  /// A matrix of zeros.
  init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns > 0, "a matrix of \(rows) rows and \(columns) columns")
    self.rows = rows
    self.columns = columns
    storage = Array(repeating: 0, count: rows * Self.stride(columns))
  }

  /// A matrix of these numbers, row by row.
  ///
  /// - Precondition: at least one column, and `rows * columns` values.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) values in \(rows) rows of \(columns)")
    self.init(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns { storage[row * stride + column] = values[row * columns + column] }
    }
  }

  /// The pixels of images, in 0...1, all channels one behind the other.
  ///
  /// - Parameters:
  ///   - images: of any size and number of channels.
  ///   - indices: of the images, in the order of the rows; nil for all.
  public init(of images: LabeledImages, at indices: [Int]? = nil) {
    let indices = indices ?? Array(0..<images.count)
    self.init(rows: indices.count, columns: images.imageSize)
    let (size, stride) = (images.imageSize, stride)
    images.images.withUnsafeBufferPointer { pixels in
      storage.withUnsafeMutableBufferPointer { storage in
        for (row, index) in indices.enumerated() {
          for place in 0..<size { storage[row * stride + place] = Float(pixels[index * size + place]) / 255 }
        }
      }
    }
  }

  /// One of the rows.
  public subscript(row: Int) -> [Float] {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    return Array(storage[row * stride..<row * stride + columns])
  }
}
