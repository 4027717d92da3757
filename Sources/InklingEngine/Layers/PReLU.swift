/// `x > 0 ? x : weight * x` with a learned slope, as PyTorch's `nn.PReLU` (He, Zhang, Ren and Sun, 2015).
///
/// `weight` is `[numParameters]`: one slope a channel (or feature), or one for all.
public struct PReLU: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.PReLU
  /// The slopes of what is negative, `[numParameters]`, which start as `initial`.
  public let weight: Parameter

  /// - Precondition: `numParameters` is positive.
  public init(_ numParameters: Int = 1, initial: Float = 0.25) {
    attributes = Graph.Operation.PReLU(numParameters: numParameters)
    Graph.Operation.prelu(attributes).requireSound()
    weight = Parameter(shape: [numParameters], initializer: .constant(initial))
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.prelu(attributes), [x], [weight]) }
}
