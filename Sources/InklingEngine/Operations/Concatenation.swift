import InklingKernelInterface

/// Tensors one behind the other along the channels; PyTorch's `torch.cat(..., dim=1)`.
struct Concatenation: OperationRule {
  var inputCounts: ClosedRange<Int> { 1...Graph.largestNodeCount }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let rest = inputs[0].dimensions.dropFirst()
    guard inputs.allSatisfy({ $0.dimensions.dropFirst() == rest }) else {
      throw ShapeMismatch(
        needed: "tensors of one height and width", remedy: "pad or stride the branches so that they agree")
    }
    return try Shape.result([inputs.reduce(0) { $0 + $1.channels }] + rest)
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let kernels = builder.kernels
    let output = builder.buffer(stage.inputs.reduce(0) { $0 + $1.count })
    var first = 0
    let slices = stage.inputs.map { input in
      defer { first += input.count }
      return output.slice(first, input.count)
    }
    for (index, (input, slice)) in zip(stage.inputs, slices).enumerated() {
      let node = index == stage.inputs.count - 1 ? stage.node : nil
      builder.forward(stage.name, node: node, reads: [input], writes: [output]) { plan in
        let (from, to, count) = (plan[input], plan[slice], slice.count)
        return { kernels.copy($0.address(from), $0.address(to), count) }
      }
    }
    return LoweredStage(output: output) { gradient in
      var first = 0
      return stage.inputs.map { input in
        defer { first += input.count }
        return Gradient(buffer: gradient.buffer.slice(first, input.count), isShared: gradient.isShared)
      }
    }
  }
}
