/// In training each element is zero with the probability `p`, and the others are multiplied by 1 / (1 - p), as
/// PyTorch's `nn.Dropout`. In prediction it does nothing and costs nothing.
///
/// Which elements are dropped is a function of the program's seed, the step, the image's number in the data set and the
/// element: the same for any number of threads, and after a stop.
public struct Dropout: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.Dropout
  /// The probability that an element becomes zero in training, 0...1; 0.5 by default.
  public var p: Float { attributes.p }
  let identity = LayerIdentity()

  /// - Precondition: `p` is in `0 ... 1`.
  public init(_ p: Float = 0.5) {
    attributes = Graph.Operation.Dropout(p: p)
    Graph.Operation.dropout(attributes).requireSound()
  }

  /// The tensor with some elements dropped in training; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.dropout(attributes), [x], identity: identity)
  }
}

/// Dropout of whole channels of an image, as PyTorch's `nn.Dropout2d` (Tompson et al., 2015).
public struct Dropout2d: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.Dropout
  /// The probability that a channel becomes zero in training, 0...1; 0.5 by default.
  public var p: Float { attributes.p }
  let identity = LayerIdentity()

  /// - Precondition: `p` is in `0 ... 1`.
  public init(_ p: Float = 0.5) {
    attributes = Graph.Operation.Dropout(p: p)
    Graph.Operation.dropout2d(attributes).requireSound()
  }

  /// The image with some channels dropped in training; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.dropout2d(attributes), [x], identity: identity)
  }
}
