/// `torch.cat(inputs, dim=1)` of [N, Cᵢ, ...]: the channels one after the other. The gradient is cut the same way.
public struct NaiveConcatenate: Sendable {
  public init() {}

  public func forward(_ inputs: [NaiveTensor]) -> NaiveTensor {
    let first = inputs[0].shape
    for input in inputs {
      precondition(
        input.shape[0] == first[0] && input.shape.dropFirst(2) == first.dropFirst(2),
        "\(input.shape) concatenated with \(first)")
    }
    var values: [Double] = []
    for n in 0..<first[0] {
      for input in inputs { values += input.values[input.sample(n)] }
    }
    let channels = inputs.reduce(0) { $0 + $1.shape[1] }
    return NaiveTensor(shape: [first[0], channels] + first.dropFirst(2), values: values)
  }

  public func inputGradients(channels: [Int], outputGradient: NaiveTensor) -> [NaiveTensor] {
    let shape = outputGradient.shape
    let plane = shape.dropFirst(2).reduce(1, *)
    precondition(channels.reduce(0, +) == shape[1], "\(channels) channels do not make up \(shape)")
    var firstChannel = 0
    return channels.map { count in
      let from = firstChannel * plane
      firstChannel += count
      let values = (0..<shape[0]).flatMap {
        outputGradient.values[outputGradient.sample($0)].dropFirst(from).prefix(count * plane)
      }
      return NaiveTensor(shape: [shape[0], count] + shape.dropFirst(2), values: values)
    }
  }
}

extension NaiveTensor {
  /// The places of sample `n` of [N, ...].
  fileprivate func sample(_ n: Int) -> Range<Int> {
    let size = shape.dropFirst().reduce(1, *)
    return n * size..<(n + 1) * size
  }
}
