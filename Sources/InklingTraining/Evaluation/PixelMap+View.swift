import InklingMathematics

/// A view as a table: the four pixels that each pixel of its plane is interpolated from, in fixed point. The same table
/// serves every image, and moving by whole pixels copies bytes as they are.
struct PixelMap: Sendable {
  /// Four offsets into a plane for each pixel; zero for a pixel outside.
  private let offsets: [Int32]
  /// Their weights in 1/65536; zero for a pixel outside.
  private let weights: [Int32]
  /// Pixels in a plane.
  let plane: Int

  init(_ view: EvaluationView, height: Int, width: Int) {
    plane = height * width
    var offsets: [Int32] = []
    var weights: [Int32] = []
    offsets.reserveCapacity(4 * plane)
    weights.reserveCapacity(4 * plane)
    let turn = Elementary.sineAndCosine(degrees: view.turn)
    let (cosine, sine) = (turn.cosine / view.scale, turn.sine / view.scale)
    let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
    for row in 0..<height {
      for column in 0..<width {
        // Backwards: where this pixel was before it was moved, turned and scaled. Rows count down.
        let x = Double(column) - view.right - middleColumn
        let y = Double(row) - view.down - middleRow
        let source = (column: middleColumn + cosine * x - sine * y, row: middleRow + sine * x + cosine * y)
        Self.add(source, height, width, &offsets, &weights)
      }
    }
    self.offsets = offsets
    self.weights = weights
  }

  private static func add(
    _ source: (column: Double, row: Double), _ height: Int, _ width: Int, _ offsets: inout [Int32],
    _ weights: inout [Int32]
  ) {
    let horizontal = split(source.column, limit: width)
    let vertical = split(source.row, limit: height)
    for (row, rowWeight) in [(vertical.whole, 256 - vertical.part), (vertical.whole + 1, vertical.part)] {
      for (column, weight) in [(horizontal.whole, 256 - horizontal.part), (horizontal.whole + 1, horizontal.part)] {
        let isInside = row >= 0 && row < height && column >= 0 && column < width
        offsets.append(isInside ? Int32(row * width + column) : 0)
        weights.append(isInside ? Int32(rowWeight * weight) : 0)
      }
    }
  }

  /// A coordinate as a whole pixel and a part in 1/256; what is far outside comes to just outside.
  private static func split(_ coordinate: Double, limit: Int) -> (whole: Int, part: Int) {
    let scaled = Int((min(max(coordinate, -2), Double(limit) + 1) * 256).rounded())
    return (scaled >> 8, scaled & 255)
  }

  /// Writes one plane of an image as it is seen.
  func apply(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    offsets.withUnsafeBufferPointer { offsets in
      weights.withUnsafeBufferPointer { weights in
        for pixel in 0..<plane {
          var sum: Int32 = 1 << 15
          for tap in 4 * pixel..<4 * pixel + 4 { sum &+= Int32(source[Int(offsets[tap])]) &* weights[tap] }
          target[pixel] = UInt8(truncatingIfNeeded: sum >> 16)
        }
      }
    }
  }
}
