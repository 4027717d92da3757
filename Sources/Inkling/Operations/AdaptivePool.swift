import KernelInterface

/// Pooling to a given output size: window i of n over a side of s elements reaches from `floor(i * s / n)` to
/// `ceil((i + 1) * s / n)`; PyTorch's `nn.AdaptiveAvgPool2d` and `nn.AdaptiveMaxPool2d`.
struct AdaptivePool: Operation {
  /// Nil along an axis keeps the input's size.
  let height: Int?
  let width: Int?
  let isMaximum: Bool

  var name: String { isMaximum ? "AdaptiveMaxPool2d" : "AdaptiveAvgPool2d" }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard inputs[0].isImage else {
      throw ShapeMismatch(needed: "an image [C, H, W]", remedy: "pool before flattening")
    }
    return Shape(inputs[0].channels, height ?? inputs[0].height, width ?? inputs[0].width)
  }

  private func range(_ index: Int, of count: Int, over size: Int) -> Range<Int> {
    index * size / count..<((index + 1) * size + count - 1) / count
  }

  private func windows(_ input: Shape, _ output: Shape) -> Table<Window> {
    var windows: [Window] = []
    for y in 0..<output.height {
      let rows = range(y, of: output.height, over: input.height)
      for x in 0..<output.width {
        let columns = range(x, of: output.width, over: input.width)
        windows.append(
          Window(
            first: Int32((rows.lowerBound * input.width + columns.lowerBound) * 64), rows: Int32(rows.count),
            columns: Int32(columns.count), scale: 1 / Float(rows.count * columns.count)))
      }
    }
    return Table(windows)
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let pooling = WindowPooling(
      windows: windows(stage.inputShapes[0], stage.outputShape), rowStride: stage.inputShapes[0].width)
    return isMaximum ? pooling.maximum(stage, builder) : pooling.average(stage, builder)
  }
}
