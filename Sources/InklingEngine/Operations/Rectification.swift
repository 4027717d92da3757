import InklingKernelInterface

/// `max(x, 0)`; PyTorch's `nn.ReLU`. Usually fused into the operation before it.
struct Rectification: OperationRule {
  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { inputs[0] }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let kernels = builder.kernels
    let input = stage.inputs[0]
    let output = builder.buffer(input.count)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to, count) = (plan[input], plan[output], output.count)
      return { kernels.rectify($0.address(from), $0.address(to), count) }
    }
    return LoweredStage(output: output) { gradient in
      [Gradient(buffer: builder.behindRectifier(gradient, output: output, stage.name))]
    }
  }
}
