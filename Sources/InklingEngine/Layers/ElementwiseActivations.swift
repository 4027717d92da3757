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

/// `x * sigmoid(x)`, as PyTorch's `nn.SiLU` (also called swish).
public struct SiLU: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.silu, [x], identity: identity) }
}

/// `1 / (1 + exp(-x))`, as PyTorch's `nn.Sigmoid`.
public struct Sigmoid: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.sigmoid, [x], identity: identity) }
}

/// The hyperbolic tangent, as PyTorch's `nn.Tanh`.
public struct Tanh: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.tanh, [x], identity: identity) }
}

/// `x * min(max(x + 3, 0), 6) / 6`, as PyTorch's `nn.Hardswish` (Howard et al., 2019).
public struct Hardswish: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardswish, [x], identity: identity) }
}

/// `min(max(x + 3, 0), 6) / 6`, as PyTorch's `nn.Hardsigmoid`.
public struct Hardsigmoid: Layer {
  let identity = LayerIdentity()

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardsigmoid, [x], identity: identity) }
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
