/// Group normalisation of `[N, C, H, W]` or `[N, C]`, as PyTorch's `nn.GroupNorm` (Wu and He, 2018): each image's
/// channels in `numGroups` equal groups of neighbours, each group with its own mean and biased variance:
///
///     y = (x - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c]
///
/// The same in training and in predictions. `weight` starts as ones, `bias` as zeros; without `affine` there are none.
@dynamicMemberLookup
public struct GroupNorm: Layer {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.GroupNorm
  /// What each channel is multiplied by, `[numChannels]`; nil without `affine`.
  public let weight: Parameter?
  /// What is added to each channel, `[numChannels]`; nil without `affine`.
  public let bias: Parameter?

  /// - Precondition: `numGroups` divides `numChannels`, and `eps` is positive and normal.
  public init(_ numGroups: Int, _ numChannels: Int, eps: Float = 1e-5, affine: Bool = true) {
    attributes = Graph.Operation.GroupNorm(numGroups: numGroups, numChannels: numChannels, eps: eps, affine: affine)
    let parameters = Graph.Operation.groupNorm(attributes).makeParameters()
    weight = affine ? parameters[0] : nil
    bias = affine ? parameters[1] : nil
  }

  let identity = LayerIdentity()

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.GroupNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The tensor normalised group by group; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.groupNorm(attributes), [x], [weight, bias], identity: identity)
  }
}

/// Layer normalisation of everything an image holds, `[N, F]` or `[N, C, H, W]`, as PyTorch's `nn.LayerNorm` (Ba, Kiros
/// and Hinton, 2016) whose `normalizedShape` is all but the batch:
///
///     y = (x - mean) / sqrt(variance + eps) * weight + bias
///
/// with one weight and bias an element, and the biased variance. The same in training and in predictions.
@dynamicMemberLookup
public struct LayerNorm: Layer {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.LayerNorm
  /// What each element is multiplied by, of `normalizedShape`; nil without `elementwiseAffine`.
  public let weight: Parameter?
  /// What is added to each element, of `normalizedShape`; nil where there is none.
  public let bias: Parameter?
  let identity = LayerIdentity()

  /// - Parameters:
  ///   - normalizedShape: the shape of the tensor, all of whose elements are normalised together.
  ///   - eps: what is added to the variance; 1e-5 by default.
  ///   - elementwiseAffine: whether there are a weight and a bias, which start as ones and zeros.
  ///   - bias: whether there is a bias beside the weight.
  /// - Precondition: `eps` is positive and normal.
  public init(_ normalizedShape: Shape, eps: Float = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true) {
    attributes = Graph.Operation.LayerNorm(
      normalizedShape: normalizedShape, eps: eps, elementwiseAffine: elementwiseAffine, bias: bias)
    let parameters = Graph.Operation.layerNorm(attributes).makeParameters()
    weight = parameters.first
    self.bias = parameters.count > 1 ? parameters[1] : nil
  }

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.LayerNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The tensor normalised as a whole; its shape, which is `normalizedShape`, stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.layerNorm(attributes), [x], [weight, bias], identity: identity)
  }
}
