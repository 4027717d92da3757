/// `1 / (1 + exp(-x))`, as PyTorch's `nn.Sigmoid`.
public struct Sigmoid: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.sigmoid, [x], identity: identity) }
}

/// `1 / (1 + exp(-x))`; see `Sigmoid`.
public func sigmoid(_ x: Tensor) -> Tensor { x.tracer.record(.sigmoid, [x]) }

extension LayerSpecification.Activation.Function {
  /// `Sigmoid`.
  public static let sigmoid = Self("sigmoid") { Sigmoid() }
}
