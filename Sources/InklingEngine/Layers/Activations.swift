/// `max(x, 0)` as a layer, as PyTorch's `nn.ReLU`; see `relu(_:)`.
public struct ReLU: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The tensor with zeros in place of what is negative; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.relu, [x], identity: identity) }
}

/// All elements as features, as PyTorch's `nn.Flatten`.
public struct Flatten: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The tensor as a vector, in [C, H, W] order.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.flatten, [x], identity: identity) }
}
