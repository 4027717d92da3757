import InklingFiles

extension Graph.Operation {
  /// `x > 0 ? x : alpha * (exp(x) - 1)`.
  public struct ELU: Sendable, Hashable {
    /// Minus the value that it comes down to, finite; 1 by default.
    public var alpha: Float
    /// With PyTorch's defaults.
    public init(alpha: Float = 1) { self.alpha = alpha }
  }
}

extension Graph.Operation.ELU: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case alpha }

  var fault: String? { AttributeRange.fault("alpha", alpha, "a finite number") { _ in true } }
}

/// `x > 0 ? x : alpha * (exp(x) - 1)`, as PyTorch's `nn.ELU` (Clevert, Unterthiner and Hochreiter, 2016).
public struct ELU: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.ELU
  /// Minus the value that it comes down to, finite; 1 by default.
  public var alpha: Float { attributes.alpha }
  let identity = LayerIdentity()

  /// - Precondition: a finite alpha.
  public init(alpha: Float = 1) {
    attributes = Graph.Operation.ELU(alpha: alpha)
    Graph.Operation.elu(attributes).requireSound()
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.elu(attributes), [x], identity: identity) }
}

/// `x > 0 ? x : alpha * (exp(x) - 1)`; see `ELU`.
public func elu(_ x: Tensor, alpha: Float = 1) -> Tensor { ELU(alpha: alpha)(x) }

extension LayerSpecification.Activation.Function {
  /// `ELU`.
  public static let elu = Self(
    "elu", "alpha", .above(0, atMost: 100), standard: 1, { .elu(.init(alpha: $0)) }, { ELU(alpha: $0) })
}
