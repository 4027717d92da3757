import InklingFiles

extension Graph.Operation {
  /// `x > 0 ? x : negativeSlope * x`.
  public struct LeakyReLU: Sendable, Hashable {
    /// The factor of what is negative, finite; 0.01 by default.
    public var negativeSlope: Float
    /// With PyTorch's defaults.
    public init(negativeSlope: Float = 0.01) { self.negativeSlope = negativeSlope }
  }
}

extension Graph.Operation.LeakyReLU: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case negativeSlope = "negative_slope" }

  var fault: String? { AttributeRange.fault("negative_slope", negativeSlope, "a finite number") { _ in true } }
}

/// `x > 0 ? x : negativeSlope * x`, as PyTorch's `nn.LeakyReLU`.
public struct LeakyReLU: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.LeakyReLU
  /// The factor of what is negative, finite; 0.01 by default.
  public var negativeSlope: Float { attributes.negativeSlope }
  let identity = LayerIdentity()

  /// - Precondition: a finite slope.
  public init(_ negativeSlope: Float = 0.01) {
    attributes = Graph.Operation.LeakyReLU(negativeSlope: negativeSlope)
    Graph.Operation.leakyReLU(attributes).requireSound()
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.leakyReLU(attributes), [x], identity: identity)
  }
}

/// `x > 0 ? x : negativeSlope * x`; see `LeakyReLU`.
public func leakyReLU(_ x: Tensor, negativeSlope: Float = 0.01) -> Tensor {
  LeakyReLU(negativeSlope)(x)
}

extension LayerSpecification.Activation.Function {
  /// `LeakyReLU`.
  public static let leakyReLU = Self(
    "leaky_relu", "negative_slope", .from(0, to: 1), standard: 0.01, { .leakyReLU(.init(negativeSlope: $0)) },
    { LeakyReLU($0) })
}
