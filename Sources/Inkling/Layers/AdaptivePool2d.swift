/// The mean of windows that make the output a given size, as PyTorch's `nn.AdaptiveAvgPool2d`;
/// `AdaptiveAvgPool2d(1)` is global average pooling.
///
/// Window i of n over s elements reaches from `floor(i * s / n)` to `ceil((i + 1) * s / n)`; windows may overlap.
public struct AdaptiveAvgPool2d: Layer {
  /// Nil along an axis keeps the input's size.
  public let height: Int?
  public let width: Int?
  let identity = LayerIdentity()

  public init(_ outputSize: Extent2d) { self.init(height: outputSize.height, width: outputSize.width) }

  /// - Precondition: positive sizes.
  public init(height: Int?, width: Int?) {
    precondition(
      height ?? 1 > 0 && width ?? 1 > 0, "AdaptiveAvgPool2d's output is \(height ?? 1)x\(width ?? 1)")
    self.height = height
    self.width = width
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(AdaptivePool(height: height, width: width, isMaximum: false), [x], identity: identity)
  }
}

/// The largest element of windows as `AdaptiveAvgPool2d`'s, the first among equals, as PyTorch's
/// `nn.AdaptiveMaxPool2d`.
public struct AdaptiveMaxPool2d: Layer {
  /// Nil along an axis keeps the input's size.
  public let height: Int?
  public let width: Int?
  let identity = LayerIdentity()

  public init(_ outputSize: Extent2d) { self.init(height: outputSize.height, width: outputSize.width) }

  /// - Precondition: positive sizes.
  public init(height: Int?, width: Int?) {
    precondition(
      height ?? 1 > 0 && width ?? 1 > 0, "AdaptiveMaxPool2d's output is \(height ?? 1)x\(width ?? 1)")
    self.height = height
    self.width = width
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(AdaptivePool(height: height, width: width, isMaximum: true), [x], identity: identity)
  }
}
