/// `min(max(x, 0), 6)`, as PyTorch's `nn.ReLU6` (Krizhevsky, 2010): the `Hardtanh` of 0 and 6, which is what a graph and a
/// file hold.
public struct ReLU6: Layer {
  private let clip = Hardtanh(0, 6)

  /// It has no options.
  public init() {}

  /// The function of each element; the shape stays. The gradient is zero at 0 and at 6.
  public func callAsFunction(_ x: Tensor) -> Tensor { clip(x) }
}

extension LayerSpecification.Activation.Function {
  /// `ReLU6`.
  public static let relu6 = Self("relu6") { ReLU6() }
}
