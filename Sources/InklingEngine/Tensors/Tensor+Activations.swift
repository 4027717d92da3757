// The layers without parameters as functions; PyTorch's `torch.nn.functional`.

/// `x > 0 ? x : negativeSlope * x`; see `LeakyReLU`.
public func leakyReLU(_ x: Tensor, negativeSlope: Float = 0.01) -> Tensor {
  LeakyReLU(negativeSlope)(x)
}

/// `x > 0 ? x : alpha * (exp(x) - 1)`; see `ELU`.
public func elu(_ x: Tensor, alpha: Float = 1) -> Tensor { ELU(alpha: alpha)(x) }

/// `x * P(N <= x)` for a standard normal N; see `GELU`.
public func gelu(_ x: Tensor, approximate: GELUApproximation = .none) -> Tensor {
  GELU(approximate: approximate)(x)
}

/// `x * sigmoid(x)`; see `SiLU`.
public func silu(_ x: Tensor) -> Tensor { x.tracer.record(.silu, [x]) }

/// `1 / (1 + exp(-x))`; see `Sigmoid`.
public func sigmoid(_ x: Tensor) -> Tensor { x.tracer.record(.sigmoid, [x]) }

/// The hyperbolic tangent; see `Tanh`.
public func tanh(_ x: Tensor) -> Tensor { x.tracer.record(.tanh, [x]) }

/// `x * min(max(x + 3, 0), 6) / 6`; see `Hardswish`.
public func hardswish(_ x: Tensor) -> Tensor { x.tracer.record(.hardswish, [x]) }

/// `min(max(x + 3, 0), 6) / 6`; see `Hardsigmoid`.
public func hardsigmoid(_ x: Tensor) -> Tensor { x.tracer.record(.hardsigmoid, [x]) }

/// `log(1 + exp(beta * x)) / beta`; see `Softplus`.
public func softplus(_ x: Tensor, beta: Float = 1, threshold: Float = 20) -> Tensor {
  Softplus(beta: beta, threshold: threshold)(x)
}

/// `exp(x[k]) / sum over j of exp(x[j])` along `dim`; see `Softmax`.
public func softmax(_ x: Tensor, dim: Int = 1) -> Tensor { Softmax(dim: dim)(x) }

/// The logarithm of `softmax`; see `LogSoftmax`.
public func logSoftmax(_ x: Tensor, dim: Int = 1) -> Tensor { LogSoftmax(dim: dim)(x) }

/// The mean of each channel, `[C, 1, 1]`; see `AdaptiveAvgPool2d`.
public func globalAveragePool(_ x: Tensor) -> Tensor { AdaptiveAvgPool2d(1)(x) }
