import InklingMathematics

/// What a JPEG file of low quality does to a picture: the cosine transform of each 8x8 block of luma, and of colour at
/// half the size, is rounded to the steps of its table (ITU-T T.81, Annex K; scaled by the quality as libjpeg does).
///
/// Nothing is written or read: a file keeps the rounded numbers as they are, so they are all that matters.
struct JPEGDamage {
  private let width: Int
  private let height: Int
  /// The sides of one channel, up to whole blocks of 16.
  private let columns: Int
  private let rows: Int
  private var planes: [[Float]] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    columns = (width + 15) / 16 * 16
    rows = (height + 15) / 16 * 16
  }

  /// - Parameter quality: from 1 to 100.
  mutating func apply(quality: Float, to canvas: inout [Float]) {
    if planes.isEmpty {
      planes = [
        [Float](repeating: 0, count: columns * rows), [Float](repeating: 0, count: columns * rows / 4),
        [Float](repeating: 0, count: columns * rows / 4),
      ]
    }
    split(canvas)
    Self.round(&planes[0], columns: columns, rows: rows, steps: Self.steps(Self.luma, quality))
    let colorSteps = Self.steps(Self.color, quality)
    for plane in 1...2 { Self.round(&planes[plane], columns: columns / 2, rows: rows / 2, steps: colorSteps) }
    join(into: &canvas)
  }

  /// To luma and colour (JFIF), the border's pixels repeated.
  private mutating func split(_ canvas: [Float]) {
    let size = width * height
    for place in 0..<columns * rows / 4 { (planes[1][place], planes[2][place]) = (0, 0) }
    for row in 0..<rows {
      for column in 0..<columns {
        let pixel = min(row, height - 1) * width + min(column, width - 1)
        let red = canvas[pixel].clamped(0, 255)
        let green = canvas[size + pixel].clamped(0, 255)
        let blue = canvas[2 * size + pixel].clamped(0, 255)
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue
        planes[0][row * columns + column] = luma - 128
        let place = row / 2 * (columns / 2) + column / 2
        planes[1][place] += (blue - luma) * (0.25 / 1.772)
        planes[2][place] += (red - luma) * (0.25 / 1.402)
      }
    }
  }

  private func join(into canvas: inout [Float]) {
    let size = width * height
    for row in 0..<height {
      for column in 0..<width {
        let luma = planes[0][row * columns + column] + 128
        let place = row / 2 * (columns / 2) + column / 2
        let (blue, red) = (planes[1][place], planes[2][place])
        let pixel = row * width + column
        canvas[pixel] = luma + 1.402 * red
        canvas[size + pixel] = luma - 0.344_136 * blue - 0.714_136 * red
        canvas[2 * size + pixel] = luma + 1.772 * blue
      }
    }
  }

  private typealias Block = [SIMD8<Float>]

  private static func round(_ plane: inout [Float], columns: Int, rows: Int, steps: Block) {
    var block = Block(repeating: .zero, count: 8)
    plane.withUnsafeMutableBufferPointer { plane in
      for top in stride(from: 0, to: rows, by: 8) {
        for left in stride(from: 0, to: columns, by: 8) {
          for row in 0..<8 {
            for column in 0..<8 { block[row][column] = plane[(top + row) * columns + left + column] }
          }
          transform(&block)
          transpose(&block)
          transform(&block)
          // The block lies on its side now, as its steps do.
          for row in 0..<8 { block[row] = nearest(block[row] / steps[row]) * steps[row] }
          transformBack(&block)
          transpose(&block)
          transformBack(&block)
          for row in 0..<8 {
            for column in 0..<8 { plane[(top + row) * columns + left + column] = block[row][column] }
          }
        }
      }
    }
  }

  /// cos((2 n + 1) k π / 16) / 2, the first row by the square root of 8: orthonormal.
  private static let cosines: [[Float]] = (0..<8).map { k in (0..<8).map { n in cosine(k, n) } }

  private static func cosine(_ k: Int, _ n: Int) -> Float {
    if k == 0 { return Float(0.125.squareRoot()) }
    return Float(Elementary.cosine(ofPiTimes: Double((2 * n + 1) * k) / 16) / 2)
  }

  /// Whole numbers, by the precision that floats of this size have.
  private static func nearest(_ numbers: SIMD8<Float>) -> SIMD8<Float> { (numbers + 0x1.8p23) - 0x1.8p23 }

  private static func transform(_ block: inout Block) {
    let rows = block
    for k in 0..<8 {
      var sum = SIMD8<Float>.zero
      for n in 0..<8 { sum += rows[n] * cosines[k][n] }
      block[k] = sum
    }
  }

  private static func transformBack(_ block: inout Block) {
    let rows = block
    for n in 0..<8 {
      var sum = SIMD8<Float>.zero
      for k in 0..<8 { sum += rows[k] * cosines[k][n] }
      block[n] = sum
    }
  }

  private static func transpose(_ block: inout Block) {
    for row in 0..<8 {
      for column in 0..<row {
        (block[row][column], block[column][row]) = (block[column][row], block[row][column])
      }
    }
  }

  private static func steps(_ table: [Float], _ quality: Float) -> Block {
    let scale = quality < 50 ? 50 / max(quality, 1) : 2 - quality / 50
    return (0..<8).map { row in
      var steps = SIMD8<Float>.zero
      for column in 0..<8 { steps[column] = (table[column * 8 + row] * scale + 0.5).rounded(.down).clamped(1, 255) }
      return steps
    }
  }

  private static let luma: [Float] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
  ]

  private static let color: [Float] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
  ]
}
