/// `exp(x[k]) / sum over j of exp(x[j])` along one dimension, as PyTorch's `nn.Softmax`.
///
/// Dimensions are counted as in PyTorch, the batch being 0: 1 is the channels or features, -1 the last.
public struct Softmax: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.Softmax
  /// The dimension whose elements add up to one, the batch being 0; 1 by default.
  public var dim: Int { attributes.dim }
  let identity = LayerIdentity()

  /// - Precondition: `dim` is not the batch.
  public init(dim: Int = 1) {
    attributes = Graph.Operation.Softmax(dim: dim)
    Graph.Operation.softmax(attributes).requireSound()
  }

  /// The probabilities; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.softmax(attributes), [x], identity: identity)
  }
}

/// `x[k] - log(sum over j of exp(x[j]))` along one dimension, as PyTorch's `nn.LogSoftmax`.
public struct LogSoftmax: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.Softmax
  /// The dimension whose probabilities add up to one, the batch being 0; 1 by default.
  public var dim: Int { attributes.dim }
  let identity = LayerIdentity()

  /// - Precondition: `dim` is not the batch.
  public init(dim: Int = 1) {
    attributes = Graph.Operation.Softmax(dim: dim)
    Graph.Operation.logSoftmax(attributes).requireSound()
  }

  /// The logarithms of the probabilities; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.logSoftmax(attributes), [x], identity: identity)
  }
}
