/// `x * sigmoid(x)`, as PyTorch's `nn.SiLU` (also called swish).
public struct SiLU: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.silu, [x], identity: identity) }
}

/// `x * sigmoid(x)`; see `SiLU`.
public func silu(_ x: Tensor) -> Tensor { x.tracer.record(.silu, [x]) }

extension LayerSpecification.Activation.Function {
  /// `SiLU`.
  public static let silu = Self("silu") { SiLU() }
}
