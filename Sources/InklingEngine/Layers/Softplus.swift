import InklingFiles

extension Graph.Operation {
  /// `log(1 + exp(beta * x)) / beta`, and x itself where `beta * x > threshold`.
  public struct Softplus: Sendable, Hashable {
    /// How sharp the bend at zero is, above 0; 1 by default.
    public var beta: Float
    /// Where `beta * x` is above this, the result is x itself; finite, 20 by default.
    public var threshold: Float

    /// With PyTorch's defaults.
    public init(beta: Float = 1, threshold: Float = 20) {
      self.beta = beta
      self.threshold = threshold
    }
  }
}

extension Graph.Operation.Softplus: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case beta, threshold }

  var fault: String? {
    AttributeRange.fault("beta", beta, "a positive number") { $0 > 0 }
      ?? AttributeRange.fault("threshold", threshold, "a finite number") { _ in true }
  }
}

/// `log(1 + exp(beta * x)) / beta`, and x itself where `beta * x > threshold`, as PyTorch's `nn.Softplus`.
public struct Softplus: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.Softplus
  /// How sharp the bend at zero is, above 0; 1 by default.
  public var beta: Float { attributes.beta }
  /// Where `beta * x` is above this, the result is x itself; finite, 20 by default.
  public var threshold: Float { attributes.threshold }
  let identity = LayerIdentity()

  /// - Precondition: `beta` is positive.
  public init(beta: Float = 1, threshold: Float = 20) {
    attributes = Graph.Operation.Softplus(beta: beta, threshold: threshold)
    Graph.Operation.softplus(attributes).requireSound()
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.softplus(attributes), [x], identity: identity)
  }
}

/// `log(1 + exp(beta * x)) / beta`; see `Softplus`.
public func softplus(_ x: Tensor, beta: Float = 1, threshold: Float = 20) -> Tensor {
  Softplus(beta: beta, threshold: threshold)(x)
}

extension LayerSpecification.Activation.Function {
  /// `Softplus`.
  public static let softplus = Self(
    "softplus", "beta", .above(0, atMost: 100), standard: 1, { .softplus(.init(beta: $0)) }, { Softplus(beta: $0) })
}
