import InklingKernelInterface

/// Pooling by a table of windows, forward and back: what the pooling operations share.
struct WindowPooling {
  let windows: Table<Window>
  /// Elements between a window's rows and columns.
  let rowStride: Int
  var columnStride = 1

  private func work(
    _ from: UnsafeMutableRawPointer, _ source: Shape, _ to: UnsafeMutableRawPointer, _ target: Shape,
    winners: UnsafeMutableRawPointer? = nil
  ) -> Pooling {
    Pooling(
      source: from, target: to, sourcePlane: source.plane, targetPlane: target.plane, channels: source.channels,
      windows: windows.pointer, windowCount: windows.count, rowStride: rowStride * 64, columnStride: columnStride * 64,
      winners: winners)
  }

  /// The mean of each window.
  func average(_ stage: Stage, _ builder: ProgramBuilder) -> LoweredStage {
    let (kernels, shape, result) = (builder.kernels, stage.inputShapes[0], stage.outputShape)
    let input = stage.inputs[0]
    let output = builder.buffer(result.count)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to) = (plan[input], plan[output])
      return { kernels.averagePool(work($0.address(from), shape, $0.address(to), result)) }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0] else { return [nil] }
      let spread = builder.buffer(shape.count)
      builder.backward("\(stage.name) input gradient", reads: [gradient.buffer], writes: [spread]) { plan in
        let (from, to) = (plan[gradient.buffer], plan[spread])
        return { kernels.averagePoolGradient(work($0.address(from), result, $0.address(to), shape)) }
      }
      return [Gradient(buffer: spread)]
    }
  }

  /// The largest element of each window, the first among equals.
  func maximum(_ stage: Stage, _ builder: ProgramBuilder) -> LoweredStage {
    let (kernels, shape, result) = (builder.kernels, stage.inputShapes[0], stage.outputShape)
    let input = stage.inputs[0]
    let output = builder.buffer(result.count)
    let winners = builder.hasBackward ? builder.buffer(result.count) : nil
    builder.forward(
      stage.name, node: stage.node, reads: [input], writes: [output] + (winners.map { [$0] } ?? [])
    ) { plan in
      let (from, to, won) = (plan[input], plan[output], winners.map { plan[$0] })
      return { context in
        kernels.maxPool(
          work(
            context.address(from), shape, context.address(to), result, winners: won.map { context.address($0) }))
      }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0], let winners else { return [nil] }
      let spread = builder.buffer(shape.count)
      builder.backward(
        "\(stage.name) input gradient", reads: [gradient.buffer, winners], writes: [spread]
      ) { plan in
        let (from, to, won) = (plan[gradient.buffer], plan[spread], plan[winners])
        return {
          kernels.maxPoolGradient(work($0.address(from), result, $0.address(to), shape, winners: $0.address(won)))
        }
      }
      return [Gradient(buffer: spread)]
    }
  }
}
