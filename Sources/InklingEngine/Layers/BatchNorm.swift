/// Batch normalisation of images `[N, C, H, W]`, as PyTorch's `nn.BatchNorm2d` (Ioffe and Szegedy, 2015):
///
///     y = (x - mean[c]) / sqrt(variance[c] + eps) * weight[c] + bias[c]
///
/// In training, mean and biased variance are those of the channel over the whole batch, exactly, however many blocks and
/// threads it is spread over; in predictions the running ones, which each step renews with the unbiased variance:
/// `running = (1 - momentum) * running + momentum * batch's`. A step whose loss is not finite leaves them.
///
/// `weight` starts as ones, `bias` as zeros; without `affine` there are none. `running_mean` and `running_var` start as
/// zeros and ones; they are saved with the parameters, but not learned or counted. PyTorch's `num_batches_tracked` is
/// not kept, since nothing depends on it; files that hold it can be loaded.
///
/// Training needs more than one value a channel in each batch, as PyTorch.
@dynamicMemberLookup
public struct BatchNorm2d: Layer, CustomReflectable {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.BatchNorm
  /// What each channel is multiplied by, `[numFeatures]`; nil without `affine`.
  public let weight: Parameter?
  /// What is added to each channel, `[numFeatures]`; nil without `affine`.
  public let bias: Parameter?
  /// The mean that predictions use, `[numFeatures]`: kept by the layer, not learned.
  public let runningMean: Parameter
  /// The variance that predictions use, `[numFeatures]`: kept by the layer, not learned.
  public let runningVar: Parameter

  /// - Precondition: `numFeatures` and `eps` are positive (`eps` not denormal), and `momentum` is in `0 ... 1`.
  public init(_ numFeatures: Int, eps: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    attributes = Graph.Operation.BatchNorm(numFeatures: numFeatures, eps: eps, momentum: momentum, affine: affine)
    let parameters = Graph.Operation.batchNorm2d(attributes).makeParameters()
    weight = affine ? parameters[0] : nil
    bias = affine ? parameters[1] : nil
    runningMean = parameters[affine ? 2 : 0]
    runningVar = parameters[affine ? 3 : 1]
  }

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.BatchNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The image normalised channel by channel; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.batchNorm2d(attributes), [x], [weight, bias, runningMean, runningVar])
  }

  /// The parameters under PyTorch's names.
  public var customMirror: Mirror { normalizationMirror(self, weight, bias, runningMean, runningVar) }
}

/// Batch normalisation of features `[N, F]`, as PyTorch's `nn.BatchNorm1d`; see `BatchNorm2d`. Training needs at least
/// two images in each batch.
@dynamicMemberLookup
public struct BatchNorm1d: Layer, CustomReflectable {
  /// Its options, which can be asked of the layer itself: `norm.eps`.
  public let attributes: Graph.Operation.BatchNorm
  /// What each feature is multiplied by, `[numFeatures]`; nil without `affine`.
  public let weight: Parameter?
  /// What is added to each feature, `[numFeatures]`; nil without `affine`.
  public let bias: Parameter?
  /// The mean that predictions use, `[numFeatures]`: kept by the layer, not learned.
  public let runningMean: Parameter
  /// The variance that predictions use, `[numFeatures]`: kept by the layer, not learned.
  public let runningVar: Parameter

  /// - Precondition: `numFeatures` and `eps` are positive (`eps` not denormal), and `momentum` is in `0 ... 1`.
  public init(_ numFeatures: Int, eps: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    attributes = Graph.Operation.BatchNorm(numFeatures: numFeatures, eps: eps, momentum: momentum, affine: affine)
    let parameters = Graph.Operation.batchNorm1d(attributes).makeParameters()
    weight = affine ? parameters[0] : nil
    bias = affine ? parameters[1] : nil
    runningMean = parameters[affine ? 2 : 0]
    runningVar = parameters[affine ? 3 : 1]
  }

  /// An option of the layer, by its name: `norm.eps`.
  public subscript<Value>(dynamicMember attribute: KeyPath<Graph.Operation.BatchNorm, Value>) -> Value {
    attributes[keyPath: attribute]
  }

  /// The vector normalised feature by feature; its shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.batchNorm1d(attributes), [x], [weight, bias, runningMean, runningVar])
  }

  /// The parameters under PyTorch's names.
  public var customMirror: Mirror { normalizationMirror(self, weight, bias, runningMean, runningVar) }
}

/// In the order of PyTorch's `state_dict`.
private func normalizationMirror(
  _ layer: some Layer, _ weight: Parameter?, _ bias: Parameter?, _ mean: Parameter, _ variance: Parameter
) -> Mirror {
  Mirror(
    layer,
    children: [("weight", weight), ("bias", bias), ("running_mean", mean), ("running_var", variance)].compactMap {
      label, parameter in parameter.map { (label: label, value: $0 as Any) }
    }, displayStyle: .struct)
}
