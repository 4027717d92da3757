/// Group normalisation of `[N, C, H, W]` or `[N, C]`, as PyTorch's `nn.GroupNorm` (Wu and He, 2018): each image's
/// channels in `numGroups` equal groups of neighbours, each group with its own mean and biased variance:
///
///     y = (x - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c]
///
/// The same in training and in predictions. `weight` starts as ones, `bias` as zeros; without `affine` there are none.
public struct GroupNorm: Layer {
  public let numGroups: Int
  public let numChannels: Int
  public let eps: Float
  public let weight: Parameter?
  public let bias: Parameter?

  /// - Precondition: `numGroups` divides `numChannels`, and `eps` is positive and normal.
  public init(_ numGroups: Int, _ numChannels: Int, eps: Float = 1e-5, affine: Bool = true) {
    precondition(
      numGroups > 0 && numChannels > 0 && numChannels % numGroups == 0,
      "GroupNorm's groups (\(numGroups)) must divide its channels (\(numChannels))")
    precondition(eps.isNormal && eps > 0, "GroupNorm's eps is \(eps)")
    self.numGroups = numGroups
    self.numChannels = numChannels
    self.eps = eps
    weight = affine ? Parameter(shape: [numChannels], initializer: .constant(1)) : nil
    bias = affine ? Parameter(shape: [numChannels], initializer: .constant(0)) : nil
  }

  let identity = LayerIdentity()

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      GroupNormalizationOperation(
        kind: .group(groups: numGroups, channels: numChannels), eps: eps, weight: weight, bias: bias), [x],
      identity: identity)
  }
}

/// Layer normalisation of everything an image holds, `[N, F]` or `[N, C, H, W]`, as PyTorch's `nn.LayerNorm` (Ba, Kiros
/// and Hinton, 2016) whose `normalizedShape` is all but the batch:
///
///     y = (x - mean) / sqrt(variance + eps) * weight + bias
///
/// with one weight and bias an element, and the biased variance. The same in training and in predictions.
public struct LayerNorm: Layer {
  public let normalizedShape: Shape
  public let eps: Float
  public let weight: Parameter?
  public let bias: Parameter?
  let identity = LayerIdentity()

  /// - Parameters:
  ///   - elementwiseAffine: whether there are a weight and a bias, which start as ones and zeros.
  ///   - bias: whether there is a bias beside the weight.
  /// - Precondition: `eps` is positive and normal.
  public init(_ normalizedShape: Shape, eps: Float = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true) {
    precondition(eps.isNormal && eps > 0, "LayerNorm's eps is \(eps)")
    self.normalizedShape = normalizedShape
    self.eps = eps
    let shape = normalizedShape.dimensions
    weight = elementwiseAffine ? Parameter(shape: shape, initializer: .constant(1)) : nil
    self.bias = elementwiseAffine && bias ? Parameter(shape: shape, initializer: .constant(0)) : nil
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      GroupNormalizationOperation(kind: .layer(normalizedShape), eps: eps, weight: weight, bias: bias), [x],
      identity: identity)
  }
}
