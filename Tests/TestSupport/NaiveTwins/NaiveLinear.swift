/// `torch.nn.Linear`: output[n, o] = bias[o] + Σᵢ weight[o, i] · input[n, i].
public struct NaiveLinear: Sendable {
  public struct Gradients: Sendable {
    public let input: NaiveTensor
    public let weight: NaiveTensor
    public let bias: NaiveTensor
  }

  public init() {}

  /// Input [N, I], weight [O, I], bias [O]; output [N, O].
  public func forward(_ input: NaiveTensor, weight: NaiveTensor, bias: NaiveTensor? = nil) -> NaiveTensor {
    var output = NaiveTensor(shape: [input.shape[0], weight.shape[0]])
    for index in output.values.indices { output.values[index] = bias?.values[index % weight.shape[0]] ?? 0 }
    forEachProduct(input, weight) { o, i, w in output.values[o] += input.values[i] * weight.values[w] }
    return output
  }

  /// The gradients of a loss whose gradient by the output is `outputGradient`.
  public func gradients(_ input: NaiveTensor, weight: NaiveTensor, outputGradient: NaiveTensor) -> Gradients {
    var inputGradient = NaiveTensor(shape: input.shape)
    var weightGradient = NaiveTensor(shape: weight.shape)
    var biasGradient = NaiveTensor(shape: [weight.shape[0]])
    forEachProduct(input, weight) { o, i, w in
      inputGradient.values[i] += weight.values[w] * outputGradient.values[o]
      weightGradient.values[w] += input.values[i] * outputGradient.values[o]
    }
    for (index, gradient) in outputGradient.values.enumerated() {
      biasGradient.values[index % weight.shape[0]] += gradient
    }
    return Gradients(input: inputGradient, weight: weightGradient, bias: biasGradient)
  }

  /// Calls `body` with the places (in the output, input and weight) of every product.
  private func forEachProduct(_ input: NaiveTensor, _ weight: NaiveTensor, _ body: (Int, Int, Int) -> Void) {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    precondition(input.shape == [input.shape[0], inputs], "input \(input.shape), weight \(weight.shape)")
    for n in 0..<input.shape[0] {
      for o in 0..<outputs {
        for i in 0..<inputs { body(n * outputs + o, n * inputs + i, o * inputs + i) }
      }
    }
  }
}
