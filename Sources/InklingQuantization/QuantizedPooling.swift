import InklingEngine
import InklingIntegerKernels

/// The windows of a pooling: for each row and column of the result the rows and columns that it reads.
struct QuantizedPooling: Sendable {
  private let rows: [Axis.Window]
  private let columns: [Axis.Window]
  private let input: Shape
  private let divisor: Int?
  private let countsPadding: Bool

  private struct Axis {
    struct Window: Sendable {
      /// The places inside the image: the first, from one to the next, how many.
      var first: Int
      var step: Int
      var count: Int
      /// How many there are with those in the padding.
      var whole: Int
    }

    let size: Int
    let count: Int

    func windows(kernel: Int, stride: Int, padding: Int, dilation: Int) -> [Window] {
      (0..<count).map { index in
        let start = index * stride - padding
        let skipped = start < 0 ? (-start + dilation - 1) / dilation : 0
        let end = min(kernel, (size - start + dilation - 1) / dilation)
        return Window(
          first: start + skipped * dilation, step: dilation, count: end - skipped,
          whole: min(start + kernel, size + padding) - start)
      }
    }

    var shares: [Window] {
      (0..<count).map { index in
        let first = index * size / count
        let whole = ((index + 1) * size + count - 1) / count - first
        return Window(first: first, step: 1, count: whole, whole: whole)
      }
    }
  }

  /// Nil for an operation that is no pooling.
  init?(_ operation: Graph.Operation, _ input: Shape, _ output: Shape) {
    self.input = input
    let vertical = Axis(size: input.height, count: output.height)
    let horizontal = Axis(size: input.width, count: output.width)
    switch operation {
    case .maxPool2d(let pool):
      (divisor, countsPadding) = (nil, false)
      rows = vertical.windows(
        kernel: pool.kernelSize.height, stride: pool.stride.height, padding: pool.padding.height,
        dilation: pool.dilation.height)
      columns = horizontal.windows(
        kernel: pool.kernelSize.width, stride: pool.stride.width, padding: pool.padding.width,
        dilation: pool.dilation.width)
    case .avgPool2d(let pool):
      (divisor, countsPadding) = (pool.divisorOverride, pool.countIncludePad)
      rows = vertical.windows(
        kernel: pool.kernelSize.height, stride: pool.stride.height, padding: pool.padding.height, dilation: 1)
      columns = horizontal.windows(
        kernel: pool.kernelSize.width, stride: pool.stride.width, padding: pool.padding.width, dilation: 1)
    case .adaptiveAvgPool2d, .adaptiveMaxPool2d:
      (divisor, countsPadding) = (nil, false)
      (rows, columns) = (vertical.shares, horizontal.shares)
    default: return nil
    }
  }

  /// The largest of each window.
  @inline(__always)
  func largest<Element: Comparable>(_ values: [Element]) -> [Element] {
    values.withUnsafeBufferPointer { values in
      windows { first, row, column in
        var largest = values[first]
        for u in 0..<row.count {
          let line = first &+ u &* row.step &* input.width
          for v in 0..<column.count { largest = max(largest, values[line &+ v &* column.step]) }
        }
        return largest
      }
    }
  }

  /// The largest of each window, of sixteen images at once.
  func largest(_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) {
    var target = to
    for channel in 0..<input.channels {
      for row in rows {
        let line = from + (channel * input.plane + row.first * input.width) * 16
        for column in columns {
          integer_largest(
            target, line + column.first * 16, Int64(row.count), Int64(row.step * input.width * 16), Int64(column.count),
            Int64(column.step * 16))
          target += 16
        }
      }
    }
  }

  /// The mean of each window.
  func mean(_ values: [Float]) -> [Float] {
    windows { first, row, column in
      var sum: Float = 0
      for u in 0..<row.count { for v in 0..<column.count { sum += values[first + u * input.width + v] } }
      let size = countsPadding ? row.whole * column.whole : row.count * column.count
      return sum / Float(divisor ?? size)
    }
  }

  /// - Parameter body: of a window's first place, rows and columns.
  @inline(__always)
  private func windows<Element>(_ body: (Int, Axis.Window, Axis.Window) -> Element) -> [Element] {
    let count = input.channels * rows.count * columns.count
    return [Element](unsafeUninitializedCapacity: count) { result, written in
      for channel in 0..<input.channels {
        for row in rows {
          let line = channel * input.plane + row.first * input.width
          for column in columns {
            result.initializeElement(at: written, to: body(line + column.first, row, column))
            written += 1
          }
        }
      }
    }
  }
}
