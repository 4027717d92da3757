/// The sum of tensors of one shape, as in a residual connection. Its gradient by each summand is the output's gradient.
public struct NaiveAdd: Sendable {
  public init() {}

  public func forward(_ inputs: [NaiveTensor]) -> NaiveTensor {
    var output = NaiveTensor(shape: inputs[0].shape)
    for input in inputs {
      precondition(input.shape == output.shape, "\(input.shape) added to \(output.shape)")
      for place in output.values.indices { output.values[place] += input.values[place] }
    }
    return output
  }

  public func inputGradients(count: Int, outputGradient: NaiveTensor) -> [NaiveTensor] {
    Array(repeating: outputGradient, count: count)
  }
}
