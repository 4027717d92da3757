/// The hyperbolic tangent, as PyTorch's `nn.Tanh`.
public struct Tanh: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.tanh, [x], identity: identity) }
}

/// The hyperbolic tangent; see `Tanh`.
public func tanh(_ x: Tensor) -> Tensor { x.tracer.record(.tanh, [x]) }

extension LayerSpecification.Activation.Function {
  /// `Tanh`.
  public static let tanh = Self("tanh") { Tanh() }
}
