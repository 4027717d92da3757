/// All elements as features; PyTorch's `nn.Flatten`. It costs nothing: elements already lie in that order.
struct Flattening: OperationRule {
  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { Shape(inputs[0].count) }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredStage(output: stage.inputs[0]) { [$0] }
  }
}
