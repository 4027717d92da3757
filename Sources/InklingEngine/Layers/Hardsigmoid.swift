/// `min(max(x + 3, 0), 6) / 6`, as PyTorch's `nn.Hardsigmoid`.
public struct Hardsigmoid: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardsigmoid, [x], identity: identity) }
}

/// `min(max(x + 3, 0), 6) / 6`; see `Hardsigmoid`.
public func hardsigmoid(_ x: Tensor) -> Tensor { x.tracer.record(.hardsigmoid, [x]) }

extension LayerSpecification.Activation.Function {
  /// `Hardsigmoid`.
  public static let hardsigmoid = Self("hardsigmoid") { Hardsigmoid() }
}
