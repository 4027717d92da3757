/// The mean of windows that make the output a given size, as PyTorch's `nn.AdaptiveAvgPool2d`;
/// `AdaptiveAvgPool2d(1)` is global average pooling.
///
/// Window i of n over s elements reaches from `floor(i * s / n)` to `ceil((i + 1) * s / n)`; windows may overlap.
@dynamicMemberLookup
public struct AdaptiveAvgPool2d: Layer {
  /// Its options, which can be asked of the layer itself: `pool.height`.
  public let attributes: Graph.Operation.AdaptivePool2d
  let identity = LayerIdentity()

  /// Images of this height and width, whatever the input's are; a literal means a square.
  public init(_ outputSize: Extent2d) { self.init(height: outputSize.height, width: outputSize.width) }

  /// - Precondition: positive sizes of at most 4,096; nil along an axis keeps the input's.
  public init(height: Int?, width: Int?) {
    attributes = Graph.Operation.AdaptivePool2d(height: height, width: width)
    Graph.Operation.adaptiveAvgPool2d(attributes).requireSound()
  }

  /// An option of the layer, by its name: `pool.height`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.AdaptivePool2d, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The image with the means of the windows in place of its pixels: `[C, height, width]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.adaptiveAvgPool2d(attributes), [x], identity: identity)
  }
}

/// The largest element of windows as `AdaptiveAvgPool2d`'s, the first among equals, as PyTorch's
/// `nn.AdaptiveMaxPool2d`.
@dynamicMemberLookup
public struct AdaptiveMaxPool2d: Layer {
  /// Its options, which can be asked of the layer itself: `pool.height`.
  public let attributes: Graph.Operation.AdaptivePool2d
  let identity = LayerIdentity()

  /// Images of this height and width, whatever the input's are; a literal means a square.
  public init(_ outputSize: Extent2d) { self.init(height: outputSize.height, width: outputSize.width) }

  /// - Precondition: positive sizes of at most 4,096; nil along an axis keeps the input's.
  public init(height: Int?, width: Int?) {
    attributes = Graph.Operation.AdaptivePool2d(height: height, width: width)
    Graph.Operation.adaptiveMaxPool2d(attributes).requireSound()
  }

  /// An option of the layer, by its name: `pool.height`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.AdaptivePool2d, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The image with the windows' largest elements in place of its pixels: `[C, height, width]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.adaptiveMaxPool2d(attributes), [x], identity: identity)
  }
}
