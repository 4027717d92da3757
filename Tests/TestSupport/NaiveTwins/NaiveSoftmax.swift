import InklingPlatform

/// `torch.nn.Softmax(1)` of [N, K]: pₖ = exp(xₖ) / Σⱼ exp(xⱼ), with the row's maximum taken off first.
public struct NaiveSoftmax: Sendable {
  public init() {}

  public func forward(_ input: NaiveTensor) -> NaiveTensor {
    NaiveTensor(shape: input.shape, values: logarithm(input).values.map { exp($0) })
  }

  /// xₖ - log Σⱼ exp(xⱼ): `torch.nn.LogSoftmax(1)`.
  public func logarithm(_ input: NaiveTensor) -> NaiveTensor {
    var output = input
    for row in input.rows {
      let largest = input.values[row].max() ?? 0
      let sum = input.values[row].reduce(0) { $0 + exp($1 - largest) }
      for place in row { output.values[place] -= largest + log(sum) }
    }
    return output
  }

  /// pₖ (gₖ - Σⱼ gⱼ pⱼ).
  public func inputGradient(_ input: NaiveTensor, outputGradient: NaiveTensor) -> NaiveTensor {
    var gradient = forward(input)
    for row in input.rows {
      let mean = row.reduce(0) { $0 + outputGradient.values[$1] * gradient.values[$1] }
      for place in row { gradient.values[place] *= outputGradient.values[place] - mean }
    }
    return gradient
  }
}

extension NaiveTensor {
  /// The places of each row of [N, K].
  var rows: [Range<Int>] {
    precondition(shape.count == 2, "\(shape) is not [N, K]")
    return (0..<shape[0]).map { $0 * shape[1]..<($0 + 1) * shape[1] }
  }
}
