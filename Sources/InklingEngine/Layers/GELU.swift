extension Graph.Operation {
  /// `x * P(N <= x)` for a standard normal N.
  public struct GELU: Sendable, Hashable {
    /// How the normal distribution is computed; by the error function by default.
    public var approximate: GELUApproximation
    /// With PyTorch's defaults.
    public init(approximate: GELUApproximation = .none) { self.approximate = approximate }
  }
}

extension Graph.Operation.GELU: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case approximate }

  var fault: String? { nil }
}

/// `x * P(N <= x)` for a standard normal N, as PyTorch's `nn.GELU` (Hendrycks and Gimpel, 2016).
public struct GELU: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.GELU
  /// How the normal distribution is computed; by the error function by default.
  public var approximation: GELUApproximation { attributes.approximate }
  let identity = LayerIdentity()

  /// By the error function unless told otherwise, as PyTorch.
  public init(approximate approximation: GELUApproximation = .none) {
    attributes = Graph.Operation.GELU(approximate: approximation)
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.gelu(attributes), [x], identity: identity) }
}

/// How GELU's normal distribution is computed.
public enum GELUApproximation: String, Sendable, Codable {
  /// By the error function, to float's precision.
  case none
  /// `(1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2`.
  case tanh
}

/// `x * P(N <= x)` for a standard normal N; see `GELU`.
public func gelu(_ x: Tensor, approximate: GELUApproximation = .none) -> Tensor {
  GELU(approximate: approximate)(x)
}

extension LayerSpecification.Activation.Function {
  /// `GELU`.
  public static let gelu = Self("gelu") { GELU() }
  /// `GELU` with `approximate: .tanh`.
  public static let geluTanh = Self("gelu_tanh") { GELU(approximate: .tanh) }
}
