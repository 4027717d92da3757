import KernelInterface

/// `x > 0 ? x : negativeSlope * x`, as PyTorch's `nn.LeakyReLU`.
public struct LeakyReLU: Layer {
  public let negativeSlope: Float
  let identity = LayerIdentity()

  public init(_ negativeSlope: Float = 0.01) { self.negativeSlope = negativeSlope }

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.leakyReLU(negativeSlope), [x], identity) }
}

/// `x > 0 ? x : alpha * (exp(x) - 1)`, as PyTorch's `nn.ELU` (Clevert, Unterthiner and Hochreiter, 2016).
public struct ELU: Layer {
  public let alpha: Float
  let identity = LayerIdentity()

  public init(alpha: Float = 1) { self.alpha = alpha }

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.elu(alpha), [x], identity) }
}

/// `x * P(N <= x)` for a standard normal N, as PyTorch's `nn.GELU` (Hendrycks and Gimpel, 2016).
public struct GELU: Layer {
  public let approximation: GELUApproximation
  let identity = LayerIdentity()

  public init(approximate approximation: GELUApproximation = .none) { self.approximation = approximation }

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.gelu(approximation), [x], identity) }
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

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.silu, [x], identity) }
}

/// `1 / (1 + exp(-x))`, as PyTorch's `nn.Sigmoid`.
public struct Sigmoid: Layer {
  let identity = LayerIdentity()

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.sigmoid, [x], identity) }
}

/// The hyperbolic tangent, as PyTorch's `nn.Tanh`.
public struct Tanh: Layer {
  let identity = LayerIdentity()

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.tanh, [x], identity) }
}

/// `x * min(max(x + 3, 0), 6) / 6`, as PyTorch's `nn.Hardswish` (Howard et al., 2019).
public struct Hardswish: Layer {
  let identity = LayerIdentity()

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardswish, [x], identity) }
}

/// `min(max(x + 3, 0), 6) / 6`, as PyTorch's `nn.Hardsigmoid`.
public struct Hardsigmoid: Layer {
  let identity = LayerIdentity()

  public init() {}

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.hardsigmoid, [x], identity) }
}

/// `log(1 + exp(beta * x)) / beta`, and x itself where `beta * x > threshold`, as PyTorch's `nn.Softplus`.
public struct Softplus: Layer {
  public let beta: Float
  public let threshold: Float
  let identity = LayerIdentity()

  /// - Precondition: `beta` is positive.
  public init(beta: Float = 1, threshold: Float = 20) {
    precondition(beta > 0, "Softplus needs a positive beta, not \(beta)")
    self.beta = beta
    self.threshold = threshold
  }

  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.softplus(beta, threshold), [x], identity) }
}
