import InklingFiles

/// The right-hand side of a matrix product, of which eight columns are asked for at a time.
protocol ONNXColumns: Sendable {
  /// Writes columns `first ..< first + count` of all rows as rows of eight; what is beyond `count` is zero.
  func pack(_ first: Int, _ count: Int, into panel: UnsafeMutablePointer<Float>)
}

/// A matrix in memory, with the distance between its rows and between its columns.
struct ONNXStridedColumns: ONNXColumns {
  let rows: Int
  nonisolated(unsafe) let numbers: UnsafePointer<Float>
  let rowStep: Int
  let columnStep: Int

  func pack(_ first: Int, _ count: Int, into panel: UnsafeMutablePointer<Float>) {
    for row in 0..<rows {
      let source = numbers + row * rowStep + first * columnStep
      for column in 0..<8 { panel[8 * row + column] = column < count ? source[column * columnStep] : 0 }
    }
  }
}

/// Products of matrices in float32: out[r][c] = bias[r] + sum over k of left[r][k] right[k][c]. Sums run in pieces of 256, so
/// their rounding does not grow with the length; the result does not depend on the number of threads.
enum ONNXMatrixProduct {
  /// The columns that are one thread's work at a time.
  private static let block = 32
  private static let piece = 256

  /// One product's memory.
  struct Job<Columns: ONNXColumns>: Sendable {
    /// [rows, inner].
    nonisolated(unsafe) let left: UnsafePointer<Float>
    let right: Columns
    /// [rows, columns].
    nonisolated(unsafe) let out: UnsafeMutablePointer<Float>
    /// One number a row.
    nonisolated(unsafe) let bias: UnsafePointer<Float>?
  }

  /// The bytes that each thread needs.
  static func scratch(inner: Int) -> Int { 4 * block * inner * Processors.count }

  /// Computes all jobs, each with its own matrices of the same sizes.
  static func perform<Columns>(
    _ jobs: Int, rows: Int, inner: Int, columns: Int, _ job: @Sendable (Int) -> Job<Columns>
  ) {
    let blocks = (columns + block - 1) / block
    let body: @Sendable (Int) -> Void = { index in
      let first = index % blocks * block
      let panels = UnsafeMutablePointer<Float>.allocate(capacity: max(block * inner, 1))
      defer { panels.deallocate() }
      multiply(job(index / blocks), rows, inner, columns, first..<min(first + block, columns), panels)
    }
    ONNXThreads.perform(jobs * blocks, work: jobs * rows * inner * columns, body)
  }

  private static func multiply(
    _ job: Job<some ONNXColumns>, _ rows: Int, _ inner: Int, _ columns: Int, _ range: Range<Int>,
    _ panels: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      job.right.pack(first, min(8, range.upperBound - first), into: panels + (first - range.lowerBound) * inner)
    }
    var row = 0
    while row < rows {
      let height = min(4, rows - row)
      for first in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
        let panel = UnsafePointer(panels + (first - range.lowerBound) * inner)
        let left = job.left + row * inner
        let sums =
          height == 4
          ? four(left, inner, panel)
          : (
            one(left, inner, panel), one(left + (height > 1 ? inner : 0), inner, panel),
            one(left + (height > 2 ? 2 * inner : 0), inner, panel), SIMD8<Float>.zero
          )
        for (index, sum) in [sums.0, sums.1, sums.2, sums.3].prefix(height).enumerated() {
          let bias = job.bias?[row + index] ?? 0
          let out = job.out + (row + index) * columns + first
          for column in 0..<min(8, range.upperBound - first) { out[column] = sum[column] + bias }
        }
      }
      row += height
    }
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }

  private static func one(_ left: UnsafePointer<Float>, _ inner: Int, _ panel: UnsafePointer<Float>) -> SIMD8<Float> {
    var total = SIMD8<Float>.zero
    for start in stride(from: 0, to: inner, by: piece) {
      var sum = SIMD8<Float>.zero
      for k in start..<min(start + piece, inner) { sum += left[k] * load(panel + 8 * k) }
      total += sum
    }
    return total
  }

  private static func four(
    _ left: UnsafePointer<Float>, _ inner: Int, _ panel: UnsafePointer<Float>
  ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
    var totals = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    for start in stride(from: 0, to: inner, by: piece) {
      var (a, b) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
      var (c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
      for k in start..<min(start + piece, inner) {
        let column = load(panel + 8 * k)
        a += left[k] * column
        b += left[k + inner] * column
        c += left[k + 2 * inner] * column
        d += left[k + 3 * inner] * column
      }
      totals.0 += a
      totals.1 += b
      totals.2 += c
      totals.3 += d
    }
    return totals
  }
}
