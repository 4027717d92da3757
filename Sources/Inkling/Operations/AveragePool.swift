import KernelInterface

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
    let (kernels, shape, result) = (builder.kernels, stage.inputShapes[0], stage.outputShape)
    let table = windows.table(shape, result) { divisorOverride ?? (countIncludePad ? $1 : $0) }
    let (rowStride, input) = (shape.width * 64, stage.inputs[0])
    let output = builder.buffer(result.count)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to) = (plan[input], plan[output])
      return { context in
        kernels.averagePool(
          Pooling(
            source: context.address(from), target: context.address(to), sourcePlane: shape.plane,
            targetPlane: result.plane, channels: shape.channels, windows: table.pointer, windowCount: table.count,
            rowStride: rowStride, columnStride: 64, winners: nil))
      }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0] else { return [nil] }
      let spread = builder.buffer(shape.count)
      builder.backward("\(stage.name) input gradient", reads: [gradient.buffer], writes: [spread]) { plan in
        let (from, to) = (plan[gradient.buffer], plan[spread])
        return { context in
          kernels.averagePoolGradient(
            Pooling(
              source: context.address(from), target: context.address(to), sourcePlane: result.plane,
              targetPlane: shape.plane, channels: shape.channels, windows: table.pointer, windowCount: table.count,
              rowStride: rowStride, columnStride: 64, winners: nil))
        }
      }
      return [Gradient(buffer: spread)]
    }
  }
}
