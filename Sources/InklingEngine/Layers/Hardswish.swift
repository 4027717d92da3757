/// `x * min(max(x + 3, 0), 6) / 6`, as PyTorch's `nn.Hardswish` (Howard et al., 2019).
public struct Hardswish: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardswish, [x], identity: identity) }
}

/// `x * min(max(x + 3, 0), 6) / 6`; see `Hardswish`.
public func hardswish(_ x: Tensor) -> Tensor { x.tracer.record(.hardswish, [x]) }

extension LayerSpecification.Activation.Function {
  /// `Hardswish`.
  public static let hardswish = Self("hardswish") { Hardswish() }
}
