/// `exp(x[k]) / sum over j of exp(x[j])` along one dimension, as PyTorch's `nn.Softmax`.
///
/// Dimensions are counted as in PyTorch, the batch being 0: 1 is the channels or features, -1 the last.
public struct Softmax: Layer {
  public let dim: Int
  let identity = LayerIdentity()

  /// - Precondition: `dim` is not the batch.
  public init(dim: Int = 1) {
    precondition(dim != 0, "Softmax along dim 0 would mix the images of a batch")
    self.dim = dim
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(SoftmaxOperation(dimension: dim, isLogarithmic: false), [x], identity: identity)
  }
}

/// `x[k] - log(sum over j of exp(x[j]))` along one dimension, as PyTorch's `nn.LogSoftmax`.
public struct LogSoftmax: Layer {
  public let dim: Int
  let identity = LayerIdentity()

  /// - Precondition: `dim` is not the batch.
  public init(dim: Int = 1) {
    precondition(dim != 0, "LogSoftmax along dim 0 would mix the images of a batch")
    self.dim = dim
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(SoftmaxOperation(dimension: dim, isLogarithmic: true), [x], identity: identity)
  }
}
