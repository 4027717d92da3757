/// `torch.nn.ReLU`: max(x, 0), a NaN staying NaN; the gradient passes where x > 0 (and where x is NaN).
public struct NaiveReLU: Sendable {
  public init() {}

  public func forward(_ input: NaiveTensor) -> NaiveTensor {
    NaiveTensor(shape: input.shape, values: input.values.map { $0 <= 0 ? 0 : $0 })
  }

  public func inputGradient(_ input: NaiveTensor, outputGradient: NaiveTensor) -> NaiveTensor {
    NaiveTensor(shape: input.shape, values: zip(input.values, outputGradient.values).map { $0 <= 0 ? 0 : $1 })
  }
}
