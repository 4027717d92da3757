/// A picture of real numbers, row by row from the top left: what all steps of framing work on.
package struct Plane: Sendable, Equatable {
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int
  /// `height * width` numbers, row-major.
  package var values: [Float]

  /// - Precondition: width and height are positive, and the numbers fill them.
  package init(width: Int, height: Int, values: [Float]) {
    precondition(width > 0 && height > 0, "a plane of \(width)x\(height)")
    precondition(values.count == width * height, "\(values.count) numbers for a plane of \(width)x\(height)")
    self.width = width
    self.height = height
    self.values = values
  }

  /// A plane of one number.
  package init(width: Int, height: Int, filledWith value: Float = 0) {
    self.init(width: width, height: height, values: [Float](repeating: value, count: width * height))
  }

  /// The number in column x of row y.
  package subscript(x: Int, y: Int) -> Float {
    get { values[y * width + x] }
    set { values[y * width + x] = newValue }
  }

  /// Rows become columns.
  package var transposed: Plane {
    var result = Plane(width: height, height: width)
    values.withUnsafeBufferPointer { values in
      result.values.withUnsafeMutableBufferPointer { turned in
        for y in 0..<height {
          for x in 0..<width { turned[x * height + y] = values[y * width + x] }
        }
      }
    }
    return result
  }

  /// Another number in place of each.
  package func map(_ transform: (Float) -> Float) -> Plane {
    Plane(width: width, height: height, values: values.map(transform))
  }

  /// One number of two planes' numbers at each place.
  ///
  /// - Precondition: both have the same size.
  package func combined(with other: Plane, _ combine: (Float, Float) -> Float) -> Plane {
    precondition(width == other.width && height == other.height, "planes of two sizes")
    var result = self
    for index in result.values.indices { result.values[index] = combine(values[index], other.values[index]) }
    return result
  }

  /// What is left when `margin` columns and rows are taken off each side.
  ///
  /// - Precondition: something is left.
  package func cropped(by margin: Int) -> Plane {
    let rows = margin..<height - margin
    return Plane(
      width: width - 2 * margin, height: rows.count,
      values: rows.flatMap { values[$0 * width + margin..<($0 + 1) * width - margin] })
  }

  /// The numbers of the first rows, the last rows, the first columns and the last columns, as many of each as are asked for.
  package func edges(reaching near: Int) -> [[Float]] {
    let columns = (0..<height).map { y in
      (values[y * width..<y * width + near], values[(y + 1) * width - near..<(y + 1) * width])
    }
    return [
      Array(values.prefix(near * width)), Array(values.suffix(near * width)), columns.flatMap(\.0),
      columns.flatMap(\.1),
    ]
  }
}
