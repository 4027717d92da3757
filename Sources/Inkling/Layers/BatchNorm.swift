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
public struct BatchNorm2d: Layer, CustomReflectable {
  public let numFeatures: Int
  public let eps: Float
  public let momentum: Float
  public let weight: Parameter?
  public let bias: Parameter?
  public let runningMean: Parameter
  public let runningVar: Parameter

  /// - Precondition: `numFeatures` and `eps` are positive (`eps` not denormal), and `momentum` is in `0 ... 1`.
  public init(_ numFeatures: Int, eps: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    checkNormalization("BatchNorm2d", numFeatures, eps, momentum)
    self.numFeatures = numFeatures
    self.eps = eps
    self.momentum = momentum
    weight = affine ? Parameter(shape: [numFeatures], initializer: .constant(1)) : nil
    bias = affine ? Parameter(shape: [numFeatures], initializer: .constant(0)) : nil
    runningMean = Parameter(shape: [numFeatures], initializer: .constant(0), role: .statistic)
    runningVar = Parameter(shape: [numFeatures], initializer: .constant(1), role: .statistic)
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      BatchNormalization(
        features: numFeatures, eps: eps, momentum: momentum, takesImages: true, weight: weight, bias: bias,
        runningMean: runningMean, runningVar: runningVar), [x])
  }

  /// The parameters under PyTorch's names.
  public var customMirror: Mirror { normalizationMirror(self, weight, bias, runningMean, runningVar) }
}

/// Batch normalisation of features `[N, F]`, as PyTorch's `nn.BatchNorm1d`; see `BatchNorm2d`. Training needs at least
/// two images in each batch.
public struct BatchNorm1d: Layer, CustomReflectable {
  public let numFeatures: Int
  public let eps: Float
  public let momentum: Float
  public let weight: Parameter?
  public let bias: Parameter?
  public let runningMean: Parameter
  public let runningVar: Parameter

  /// - Precondition: `numFeatures` and `eps` are positive (`eps` not denormal), and `momentum` is in `0 ... 1`.
  public init(_ numFeatures: Int, eps: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    checkNormalization("BatchNorm1d", numFeatures, eps, momentum)
    self.numFeatures = numFeatures
    self.eps = eps
    self.momentum = momentum
    weight = affine ? Parameter(shape: [numFeatures], initializer: .constant(1)) : nil
    bias = affine ? Parameter(shape: [numFeatures], initializer: .constant(0)) : nil
    runningMean = Parameter(shape: [numFeatures], initializer: .constant(0), role: .statistic)
    runningVar = Parameter(shape: [numFeatures], initializer: .constant(1), role: .statistic)
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(
      BatchNormalization(
        features: numFeatures, eps: eps, momentum: momentum, takesImages: false, weight: weight, bias: bias,
        runningMean: runningMean, runningVar: runningVar), [x])
  }

  /// The parameters under PyTorch's names.
  public var customMirror: Mirror { normalizationMirror(self, weight, bias, runningMean, runningVar) }
}

private func checkNormalization(_ name: String, _ features: Int, _ eps: Float, _ momentum: Float) {
  precondition(features > 0, "\(name) needs features, not \(features)")
  precondition(eps.isNormal && eps > 0, "\(name)'s eps is \(eps)")
  precondition(momentum >= 0 && momentum <= 1, "\(name)'s momentum is \(momentum)")
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
