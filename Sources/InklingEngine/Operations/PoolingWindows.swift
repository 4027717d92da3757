import InklingKernelInterface

/// The windows of a pooling layer along one axis, cut off at the input's edges.
struct PoolingAxis {
  let kernel: Int
  let stride: Int
  let padding: Int
  let dilation: Int
  let ceilMode: Bool

  /// PyTorch's rule: with `ceilMode` a last window may hang over, but it must start inside the input or its left
  /// padding.
  func outputSize(_ size: Int) -> Int? {
    let room = size + 2 * padding - dilation * (kernel - 1) - 1
    guard room >= 0 else { return nil }
    var count = (ceilMode ? (room + stride - 1) / stride : room / stride) + 1
    if ceilMode, (count - 1) * stride >= size + padding { count -= 1 }
    return count
  }

  /// The first element inside the input, how many there are, and how many positions count when padding does
  /// (PyTorch cuts those at the right padding's end).
  func window(_ index: Int, size: Int) -> (first: Int, count: Int, countWithPadding: Int) {
    let start = index * stride - padding
    let skipped = start < 0 ? (-start + dilation - 1) / dilation : 0
    let last = min(kernel, (size - start + dilation - 1) / dilation)
    let countWithPadding = min(start + kernel, size + padding) - start
    return (start + skipped * dilation, max(last - skipped, 0), countWithPadding)
  }

  /// Whether every window has an element of the input; a dilated one may reach over a small input on both sides.
  func covers(_ size: Int, _ count: Int) -> Bool {
    dilation == 1 || (0..<count).allSatisfy { window($0, size: size).count > 0 }
  }
}

/// The windows of both axes.
struct PoolingWindows {
  let rows: PoolingAxis
  let columns: PoolingAxis

  init(kernel: Extent2d, stride: Extent2d, padding: Extent2d, dilation: Extent2d = 1, ceilMode: Bool) {
    rows = PoolingAxis(
      kernel: kernel.height, stride: stride.height, padding: padding.height, dilation: dilation.height,
      ceilMode: ceilMode)
    columns = PoolingAxis(
      kernel: kernel.width, stride: stride.width, padding: padding.width, dilation: dilation.width,
      ceilMode: ceilMode)
  }

  /// What is wrong with a pooling's attributes, as `OperationRule`'s.
  static func fault(_ kernel: Extent2d, _ stride: Extent2d, _ padding: Extent2d) -> String? {
    if let fault = AttributeRange.fault("kernel_size", kernel, in: AttributeRange.sides)
      ?? AttributeRange.fault("stride", stride, in: AttributeRange.sides)
      ?? AttributeRange.fault("padding", padding, in: AttributeRange.margins)
    {
      return fault
    }
    return 2 * padding.height <= kernel.height && 2 * padding.width <= kernel.width
      ? nil : "padding is \(padding), more than half of the kernel \(kernel)"
  }

  func outputShape(of shape: Shape) throws(ShapeMismatch) -> Shape {
    guard shape.isImage else {
      throw ShapeMismatch(needed: "an image [C, H, W]", remedy: "pool before flattening")
    }
    guard let height = rows.outputSize(shape.height), let width = columns.outputSize(shape.width) else {
      throw ShapeMismatch(needed: "an image at least as large as its window", remedy: "use a smaller window")
    }
    guard rows.covers(shape.height, height), columns.covers(shape.width, width) else {
      throw ShapeMismatch(needed: "an image that every window has a part of", remedy: "use less dilation or padding")
    }
    return try Shape.result([shape.channels, height, width])
  }

  /// - Parameter divisor: the divisor of an average from (elements inside, positions with padding).
  func table(_ input: Shape, _ output: Shape, divisor: (Int, Int) -> Int) -> Table<Window> {
    var windows: [Window] = []
    for y in 0..<output.height {
      let row = rows.window(y, size: input.height)
      for x in 0..<output.width {
        let column = columns.window(x, size: input.width)
        let count = divisor(row.count * column.count, row.countWithPadding * column.countWithPadding)
        windows.append(
          Window(
            first: Int32((row.first * input.width + column.first) * 64), rows: Int32(row.count),
            columns: Int32(column.count), scale: 1 / Float(max(count, 1))))
      }
    }
    return Table(windows)
  }
}
