/// A fully connected layer on features `[N, F]`, as PyTorch's `nn.Linear`: `y = x * weight^T + bias`.
///
/// `weight` is `[outFeatures, inFeatures]`, `bias` is `[outFeatures]`; both start uniform in
/// `±1 / sqrt(inFeatures)`, PyTorch's default.
@dynamicMemberLookup
public struct Linear: Layer {
  /// Its options, which can be asked of the layer itself: `linear.inFeatures`.
  public let attributes: Graph.Operation.Linear
  /// The factors, `[outFeatures, inFeatures]`.
  public let weight: Parameter
  /// What is added to each feature of the result, `[outFeatures]`; nil without one.
  public let bias: Parameter?

  /// - Precondition: both numbers are positive.
  public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true) {
    attributes = Graph.Operation.Linear(inFeatures: inFeatures, outFeatures: outFeatures, bias: bias)
    let parameters = Graph.Operation.linear(attributes).makeParameters()
    weight = parameters[0]
    self.bias = bias ? parameters[1] : nil
  }

  /// An option of the layer, by its name: `linear.inFeatures`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.Linear, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// A vector of `outFeatures` from one of `inFeatures`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.linear(attributes), [x], [weight, bias])
  }
}
