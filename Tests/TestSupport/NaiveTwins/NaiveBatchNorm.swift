/// `torch.nn.BatchNorm2d` and `BatchNorm1d` on [N, C, ...]: each channel normalised by the batch's mean and biased
/// variance, or by given ones.
public struct NaiveBatchNorm: Sendable {
  public struct Gradients: Sendable {
    public let input: NaiveTensor
    public let weight: NaiveTensor
    public let bias: NaiveTensor
  }

  public let eps: Double

  public init(eps: Double = 1e-5) { self.eps = eps }

  /// The batch's mean and biased variance, [C] each.
  public func statistics(_ input: NaiveTensor) -> (mean: NaiveTensor, variance: NaiveTensor) {
    let channels = input.shape[1]
    var mean = NaiveTensor(shape: [channels])
    var variance = NaiveTensor(shape: [channels])
    let count = Double(input.values.count / channels)
    for (index, c) in channelIndices(input) { mean.values[c] += input.values[index] / count }
    for (index, c) in channelIndices(input) {
      let distance = input.values[index] - mean.values[c]
      variance.values[c] += distance * distance / count
    }
    return (mean, variance)
  }

  /// `running = (1 - momentum) * running + momentum * batch's`, the variance's share unbiased.
  public func running(
    _ input: NaiveTensor, mean: NaiveTensor, variance: NaiveTensor, momentum: Double
  ) -> (mean: NaiveTensor, variance: NaiveTensor) {
    let batch = statistics(input)
    let count = Double(input.values.count / input.shape[1])
    func mix(_ old: NaiveTensor, _ new: NaiveTensor, _ factor: Double) -> NaiveTensor {
      NaiveTensor(
        shape: old.shape,
        values: zip(old.values, new.values).map { (1 - momentum) * $0 + momentum * factor * $1 })
    }
    return (mix(mean, batch.mean, 1), mix(variance, batch.variance, count / (count - 1)))
  }

  public func forward(
    _ input: NaiveTensor, mean: NaiveTensor, variance: NaiveTensor, weight: NaiveTensor?, bias: NaiveTensor?
  ) -> NaiveTensor {
    var output = normalized(input, mean, variance)
    for (index, c) in channelIndices(input) {
      output.values[index] = output.values[index] * (weight?.values[c] ?? 1) + (bias?.values[c] ?? 0)
    }
    return output
  }

  /// - Parameter isFixed: whether mean and variance are constants, or the batch's own.
  public func gradients(
    _ input: NaiveTensor, mean: NaiveTensor, variance: NaiveTensor, weight: NaiveTensor?, isFixed: Bool,
    outputGradient: NaiveTensor
  ) -> Gradients {
    let normalized = normalized(input, mean, variance)
    let count = Double(input.values.count / input.shape[1])
    var bias = NaiveTensor(shape: mean.shape)
    var weights = NaiveTensor(shape: mean.shape)
    for (index, c) in channelIndices(input) {
      bias.values[c] += outputGradient.values[index]
      weights.values[c] += outputGradient.values[index] * normalized.values[index]
    }
    var result = NaiveTensor(shape: input.shape)
    for (index, c) in channelIndices(input) {
      let scale = (weight?.values[c] ?? 1) / (variance.values[c] + eps).squareRoot()
      let correction =
        isFixed ? 0 : bias.values[c] / count + normalized.values[index] * weights.values[c] / count
      result.values[index] = scale * (outputGradient.values[index] - correction)
    }
    return Gradients(input: result, weight: weights, bias: bias)
  }

  private func normalized(_ input: NaiveTensor, _ mean: NaiveTensor, _ variance: NaiveTensor) -> NaiveTensor {
    var result = input
    for (index, c) in channelIndices(input) {
      result.values[index] = (input.values[index] - mean.values[c]) / (variance.values[c] + eps).squareRoot()
    }
    return result
  }

  /// Every value's place and channel.
  private func channelIndices(_ input: NaiveTensor) -> [(Int, Int)] {
    let channels = input.shape[1]
    let plane = input.shape.dropFirst(2).reduce(1, *)
    return input.values.indices.map { ($0, $0 / plane % channels) }
  }
}
