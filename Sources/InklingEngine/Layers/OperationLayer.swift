/// An operation without parameters as a layer, such as `Dropout` or `AdaptiveAvgPool2d`.
@dynamicMemberLookup
public struct OperationLayer<Variant: OperationVariant>: Layer {
  /// Its options, which can be asked of the layer itself: `dropout.p`.
  public let attributes: Variant.Attributes
  let identity = LayerIdentity()

  init(attributes: Variant.Attributes) {
    self.attributes = attributes
    Variant.operation(attributes).requireSound()
  }

  /// An option of the layer, by its name: `dropout.p`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Variant.Attributes, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// What the operation makes of the tensor.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(Variant.operation(attributes), [x], identity: identity)
  }
}

/// What tells layers with the same options apart, such as `BatchNorm1d` and `BatchNorm2d`: the operation that they are.
public protocol OperationVariant: Sendable {
  /// The options.
  associatedtype Attributes: Sendable
  /// The operation with these options.
  static func operation(_ attributes: Attributes) -> Graph.Operation
}
