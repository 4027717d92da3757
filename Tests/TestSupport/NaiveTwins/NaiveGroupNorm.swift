/// `torch.nn.GroupNorm` on [N, C, ...], and `torch.nn.LayerNorm` over all but the batch as one group with a weight an
/// element. Each group is normalised by itself, as a batch normalisation of one channel would be.
public struct NaiveGroupNorm: Sendable {
  public let groups: Int
  public let eps: Double

  public init(groups: Int, eps: Double = 1e-5) {
    self.groups = groups
    self.eps = eps
  }

  /// `weight` and `bias` hold one number for each of equally many neighbouring elements of an image.
  public func forward(_ input: NaiveTensor, weight: NaiveTensor?, bias: NaiveTensor?) -> NaiveTensor {
    var output = normalized(input).values
    for index in output.indices {
      output[index] =
        output[index] * (weight.map { $0.values[place(index, input, $0)] } ?? 1)
        + (bias.map { $0.values[place(index, input, $0)] } ?? 0)
    }
    return NaiveTensor(shape: input.shape, values: output)
  }

  /// - Parameter parameterShape: of the weight's and the bias's gradients.
  public func gradients(
    _ input: NaiveTensor, weight: NaiveTensor?, parameterShape: [Int], outputGradient: NaiveTensor
  ) -> NaiveBatchNorm.Gradients {
    let normalized = normalized(input)
    var weights = NaiveTensor(shape: parameterShape)
    var bias = NaiveTensor(shape: parameterShape)
    // The gradient by the normalised values.
    var inner = outputGradient.values
    for index in inner.indices {
      let place = place(index, input, bias)
      weights.values[place] += inner[index] * normalized.values[index]
      bias.values[place] += inner[index]
      inner[index] *= weight?.values[place] ?? 1
    }
    var result = NaiveTensor(shape: input.shape)
    let size = input.values.count / input.shape[0] / groups
    for start in stride(from: 0, to: inner.count, by: size) {
      let range = start..<start + size
      let mean = range.reduce(0) { $0 + inner[$1] } / Double(size)
      let slope = range.reduce(0) { $0 + inner[$1] * normalized.values[$1] } / Double(size)
      let deviation = deviation(input.values[range])
      for index in range {
        result.values[index] = (inner[index] - mean - normalized.values[index] * slope) / deviation
      }
    }
    return NaiveBatchNorm.Gradients(input: result, weight: weights, bias: bias)
  }

  private func place(_ index: Int, _ input: NaiveTensor, _ parameter: NaiveTensor) -> Int {
    let size = input.values.count / input.shape[0]
    return index % size / (size / parameter.values.count)
  }

  private func normalized(_ input: NaiveTensor) -> NaiveTensor {
    var result = input
    let size = input.values.count / input.shape[0] / groups
    for start in stride(from: 0, to: input.values.count, by: size) {
      let group = input.values[start..<start + size]
      let (mean, deviation) = (group.reduce(0, +) / Double(size), deviation(group))
      for index in group.indices { result.values[index] = (group[index] - mean) / deviation }
    }
    return result
  }

  private func deviation(_ values: ArraySlice<Double>) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count) + eps).squareRoot()
  }
}
