import InklingKernelInterface

/// 3x3 convolutions by minimal filtering, forward and for the input gradient.
extension LoweredConvolution2d {
  func addFilteringForward(_ transformed: DerivedWeights) {
    let filtering = MinimalFiltering(
      inputs: operation.inChannels, outputs: operation.outChannels, source: geometry.padded, output: geometry.output,
      maxPooled: stage.fused.maxPooled)
    let work = filtering.work(kernels, rectified: stage.fused.rectified)
    let (values, sums) = (builder.buffer(filtering.valueElements), builder.buffer(filtering.sumElements))
    let (bias, winners, input, output) = (forwardBias, winners, input, output)
    builder.forward(
      stage.name, node: stage.node, multiplyAdds: operation.multiplyAdds(positions: positionCount), reads: [input],
      writes: [output, values, sums] + (winners.map { [$0] } ?? [])
    ) { plan in
      let (from, to, won) = (plan[input], plan[output], winners.map { plan[$0] })
      let (x, m) = (plan[values], plan[sums])
      return { context in
        work(
          context.address(from), context.address(x), context.address(m), context.derived + transformed.offset,
          bias.map { UnsafePointer($0.address(context)) }, context.address(to),
          won.map { context.address($0) }, context.lanes)
      }
    }
  }

  /// The input gradient is the convolution of the output gradient, with a margin, with the kernels turned by half a turn.
  func addFilteringInputGradient(_ gradient: Buffer, _ turned: DerivedWeights) -> Gradient {
    let margin = Extent2d(2 - operation.padding.height, 2 - operation.padding.width)
    let extra = MinimalFiltering.extra(geometry.input, maxPooled: false)
    let output = geometry.output
    let source = Extent2d(
      output.height + 2 * margin.height + extra.height, output.width + 2 * margin.width + extra.width)
    let padded = builder.buffer(operation.outChannels * source.height * source.width)
    let channels = operation.outChannels
    builder.backward("\(stage.name) gradient padding", reads: [gradient], writes: [padded]) { [kernels] plan in
      let (from, to) = (plan[gradient], plan[padded])
      return { context in
        kernels.pad(
          Padding(
            source: context.address(from), target: context.address(to), channels: channels, rows: output.height,
            columns: output.width, rowMargin: margin.height, columnMargin: margin.width, extraRows: extra.height,
            extraColumns: extra.width))
      }
    }
    let filtering = MinimalFiltering(
      inputs: operation.outChannels, outputs: operation.inChannels, source: source, output: geometry.input,
      maxPooled: false)
    let work = filtering.work(kernels, rectified: false)
    let (values, sums) = (builder.buffer(filtering.valueElements), builder.buffer(filtering.sumElements))
    let result = builder.buffer(stage.inputShapes[0].count)
    builder.backward(
      "\(stage.name) input gradient", multiplyAdds: operation.multiplyAdds(positions: positionCount),
      reads: [padded], writes: [result, values, sums]
    ) { plan in
      let (from, to, x, m) = (plan[padded], plan[result], plan[values], plan[sums])
      return { context in
        work(
          context.address(from), context.address(x), context.address(m), context.derived + turned.offset, nil,
          context.address(to), nil, context.lanes)
      }
    }
    return Gradient(buffer: result)
  }
}
