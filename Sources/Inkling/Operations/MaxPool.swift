/// The largest element of each window, the first among equals; PyTorch's `nn.MaxPool2d`. Padding counts as minus
/// infinity.
struct MaxPool: Operation {
  let kernel: Extent2d
  let stride: Extent2d
  let padding: Extent2d
  let dilation: Extent2d
  let ceilMode: Bool

  let name = "MaxPool2d"

  private var windows: PoolingWindows {
    PoolingWindows(kernel: kernel, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  /// Whether a convolution's kernel can do this pooling itself.
  func canFuse(into shape: Shape) -> Bool {
    kernel == 2 && stride == 2 && padding == 0 && dilation == 1 && shape.height >= 2 && shape.width >= 2
      && (!ceilMode || (shape.height % 2 == 0 && shape.width % 2 == 0))
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { try windows.outputShape(of: inputs[0]) }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let table = windows.table(stage.inputShapes[0], stage.outputShape) { inside, _ in inside }
    return WindowPooling(
      windows: table, rowStride: dilation.height * stage.inputShapes[0].width, columnStride: dilation.width
    ).maximum(stage, builder)
  }
}
