import KernelInterface

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
    let (kernels, shape, result) = (builder.kernels, stage.inputShapes[0], stage.outputShape)
    let table = windows.table(shape, result) { inside, _ in inside }
    let strides = (row: dilation.height * shape.width * 64, column: dilation.width * 64)
    let input = stage.inputs[0]
    let output = builder.buffer(result.count)
    let winners = builder.isTraining ? builder.buffer(result.count) : nil
    builder.forward(
      stage.name, node: stage.node, reads: [input], writes: [output] + (winners.map { [$0] } ?? [])
    ) { plan in
      let (from, to, won) = (plan[input], plan[output], winners.map { plan[$0] })
      return { context in
        kernels.maxPool(
          Pooling(
            source: context.address(from), target: context.address(to), sourcePlane: shape.plane,
            targetPlane: result.plane, channels: shape.channels, windows: table.pointer, windowCount: table.count,
            rowStride: strides.row, columnStride: strides.column, winners: won.map { context.address($0) }))
      }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0], let winners else { return [nil] }
      let spread = builder.buffer(shape.count)
      builder.backward(
        "\(stage.name) input gradient", reads: [gradient.buffer, winners], writes: [spread]
      ) { plan in
        let (from, to, won) = (plan[gradient.buffer], plan[spread], plan[winners])
        return { context in
          kernels.maxPoolGradient(
            Pooling(
              source: context.address(from), target: context.address(to), sourcePlane: result.plane,
              targetPlane: shape.plane, channels: shape.channels, windows: table.pointer, windowCount: table.count,
              rowStride: strides.row, columnStride: strides.column, winners: context.address(won)))
        }
      }
      return [Gradient(buffer: spread)]
    }
  }
}
