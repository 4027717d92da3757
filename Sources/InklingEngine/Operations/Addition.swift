import InklingKernelInterface

/// The elementwise sum of two tensors, such as a residual connection.
struct Addition: OperationRule {
  var inputCounts: ClosedRange<Int> { 2...2 }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard inputs[0] == inputs[1] else {
      throw ShapeMismatch(
        needed: "two tensors of one shape",
        remedy: "pad or stride the branches so that both give \(inputs[0]) or \(inputs[1])")
    }
    return inputs[0]
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let kernels = builder.kernels
    let (left, right) = (stage.inputs[0], stage.inputs[1])
    let output = builder.buffer(left.count)
    builder.forward(stage.name, node: stage.node, reads: [left, right], writes: [output]) { plan in
      let (a, b, to, count) = (plan[left], plan[right], plan[output], output.count)
      return { kernels.add($0.address(a), $0.address(b), $0.address(to), count) }
    }
    return LoweredStage(output: output) { gradient in
      let shared = Gradient(buffer: gradient.buffer, isShared: true)
      return [shared, shared]
    }
  }
}
