/// The mean of each window; PyTorch's `nn.AvgPool2d`.
struct AveragePool: Operation {
  let kernel: Extent2d
  let stride: Extent2d
  let padding: Extent2d
  let ceilMode: Bool
  let countIncludePad: Bool
  let divisorOverride: Int?

  let name = "AvgPool2d"

  private var windows: PoolingWindows {
    PoolingWindows(kernel: kernel, stride: stride, padding: padding, ceilMode: ceilMode)
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { try windows.outputShape(of: inputs[0]) }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let table = windows.table(stage.inputShapes[0], stage.outputShape) {
      divisorOverride ?? (countIncludePad ? $1 : $0)
    }
    return WindowPooling(windows: table, rowStride: stage.inputShapes[0].width).average(stage, builder)
  }
}
