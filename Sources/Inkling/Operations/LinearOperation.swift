import KernelInterface

/// `y[o] = bias[o] + sum over i of weight[o][i] * x[i]`; PyTorch's `nn.Linear` on features.
struct LinearOperation: Operation {
  let inputs: Int
  let outputs: Int
  let weight: Parameter
  let bias: Parameter?

  let name = "Linear"
  var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    guard shapes[0].dimensions == [inputs] else {
      throw ShapeMismatch(
        needed: "\(inputs) features",
        remedy: shapes[0].dimensions.count == 1
          ? "make it Linear(\(shapes[0].count), \(outputs))" : "flatten its input first")
    }
    return Shape(outputs)
  }

  func multiplyAdds(inputs shapes: [Shape], output: Shape) -> Int { inputs * outputs }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let kernels = builder.kernels
    let rowStride = roundedUp(outputs, to: 16)
    let slot = builder.slot(weight, .linear(inputs: inputs, outputs: outputs, rowStride: rowStride))
    let biasSlot = bias.map { builder.slot($0, .vector(count: outputs)) }
    let input = stage.inputs[0]
    let output = builder.buffer(outputs)
    let taps = Table((0..<inputs).map { Tap(input: Int32($0 * 64), weights: Int32($0 * rowStride * 4)) })
    let positions = Table([Position(input: 0, output: 0)])
    let (channels, rectified) = (outputs, stage.fused.rectified)
    let folded = stage.fused.normalization.map {
      FoldedNormalization($0, weights: slot, bias: biasSlot, builder)
    }
    let (weights, bias) = (folded?.weights ?? slot.place, folded?.bias ?? biasSlot?.place)
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: inputs * outputs, reads: [input], writes: [output]
    ) { plan in
      let (from, to) = (plan[input], plan[output])
      return { context in
        kernels.tapSum(
          TapSum(
            input: context.address(from), weights: weights.address(context), bias: bias?.address(context),
            output: context.address(to),
            taps: taps.pointer, tapCount: taps.count, positions: positions.pointer, positionCount: 1,
            channels: channels, channelStride: 64, rectified: rectified, lanes: context.lanes))
      }
    }
    return LoweredStage(output: output) { gradient in
      let gradient = rectified ? builder.behindRectifier(gradient, output: output, stage.name) : gradient.buffer
      if parameters.contains(where: builder.isTrainable) {
        let rows = addRows(of: gradient, rowStride, stage, builder)
        addUpdates(input, rows, slot, biasSlot, rowStride, stage, builder)
      }
      return [stage.wantsGradient[0] ? addInputGradient(gradient, slot, rowStride, stage, builder) : nil]
    }
  }

  /// The gradient image by image, kept for the update.
  private func addRows(of gradient: Buffer, _ rowStride: Int, _ stage: Stage, _ builder: ProgramBuilder) -> Buffer {
    let kernels = builder.kernels
    let rows = builder.buffer(rowStride)
    builder.persist(rows)
    if builder.isTrainable(weight) { builder.persist(stage.inputs[0]) }
    let count = outputs
    builder.backward("\(stage.name) gradient rows", reads: [gradient], writes: [rows]) { plan in
      let (from, to) = (plan[gradient], plan[rows])
      return {
        kernels.lanesToRows(
          $0.address(from), count, $0.address(to).assumingMemoryBound(to: Float.self), rowStride)
      }
    }
    return rows
  }

  private func addInputGradient(
    _ gradient: Buffer, _ slot: ProgramBuilder.Slot, _ rowStride: Int, _ stage: Stage, _ builder: ProgramBuilder
  ) -> Gradient {
    let kernels = builder.kernels
    let result = builder.buffer(inputs)
    let (inputs, outputs) = (inputs, outputs)
    builder.backward(
      "\(stage.name) input gradient", multiplyAdds: inputs * outputs, reads: [gradient], writes: [result]
    ) { plan in
      let (from, to) = (plan[gradient], plan[result])
      return { context in
        kernels.linearInputGradient(
          LinearInputGradient(
            weights: context.weights + slot.offset, rowStride: rowStride, gradient: context.address(from),
            inputs: inputs, outputs: outputs, output: context.address(to)))
      }
    }
    return Gradient(buffer: result)
  }

  /// Weights in pieces of about four thousand, so that threads share the work evenly; the bias at once.
  private func addUpdates(
    _ input: Buffer, _ rows: Buffer, _ slot: ProgramBuilder.Slot, _ biasSlot: ProgramBuilder.Slot?, _ rowStride: Int,
    _ stage: Stage, _ builder: ProgramBuilder
  ) {
    let rowsAPiece = max(12, 4096 / rowStride / 12 * 12)
    for first in stride(from: 0, to: builder.isTrainable(weight) ? inputs : 0, by: rowsAPiece) {
      let last = min(first + rowsAPiece, inputs)
      builder.update("\(stage.name) weight gradient", multiplyAdds: (last - first) * outputs) { plan in
        let (x, dy) = (plan[input], plan[rows])
        return { context in
          let output = context.gradient + slot.offset
          context.kernels.linearWeightGradient(
            LinearWeightGradient(
              input: context.blocks + x.offset, gradient: context.blocks + dy.offset, blocks: context.blockCount,
              blockStride: context.blockStride, rowStride: rowStride, firstRow: first, lastRow: last, output: output))
          context.apply(
            output + first * rowStride, first: slot.offset + first * rowStride, count: (last - first) * rowStride)
        }
      }
    }
    guard let biasSlot, let bias, builder.isTrainable(bias) else { return }
    builder.update("\(stage.name) bias gradient") { plan in
      let dy = plan[rows]
      return { context in
        let output = context.gradient + biasSlot.offset
        context.kernels.linearBiasGradient(
          LinearBiasGradient(
            gradient: context.blocks + dy.offset, blocks: context.blockCount, blockStride: context.blockStride,
            rowStride: rowStride, output: output))
        context.apply(output, first: biasSlot.offset, count: rowStride)
      }
    }
  }
}
