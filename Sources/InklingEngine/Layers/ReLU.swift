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

/// `max(x, 0)` as a layer, as PyTorch's `nn.ReLU`; see `relu(_:)`.
public struct ReLU: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The tensor with zeros in place of what is negative; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.relu, [x], identity: identity) }
}

/// `max(x, 0)`, elementwise; PyTorch's `relu`. The gradient at zero is zero.
public func relu(_ x: Tensor) -> Tensor { x.tracer.record(.relu, [x]) }

extension LayerSpecification.Activation.Function {
  /// `ReLU`.
  public static let relu = Self("relu") { ReLU() }
}

extension LayerSpecification {
  /// `max(x, 0)`.
  public static let relu = LayerSpecification(.activation(Activation(function: .relu)))
}
