/// In training each element is zero with the probability `p`, and the others are multiplied by 1 / (1 - p), as
/// PyTorch's `nn.Dropout`. In prediction it does nothing and costs nothing.
///
/// Which elements are dropped is a function of the program's seed, the step, the image's number in the data set and the
/// element: the same for any number of threads, and after a stop.
public struct Dropout: Layer {
  public let p: Float
  let identity = LayerIdentity()

  /// - Precondition: `p` is in `0 ... 1`.
  public init(_ p: Float = 0.5) {
    precondition(p >= 0 && p <= 1, "Dropout's probability is \(p)")
    self.p = p
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(Drop(probability: p, dropsChannels: false), [x], identity: identity)
  }
}

/// Dropout of whole channels of an image, as PyTorch's `nn.Dropout2d` (Tompson et al., 2015).
public struct Dropout2d: Layer {
  public let p: Float
  let identity = LayerIdentity()

  /// - Precondition: `p` is in `0 ... 1`.
  public init(_ p: Float = 0.5) {
    precondition(p >= 0 && p <= 1, "Dropout2d's probability is \(p)")
    self.p = p
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(Drop(probability: p, dropsChannels: true), [x], identity: identity)
  }
}
