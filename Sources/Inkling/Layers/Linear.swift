/// A fully connected layer on features `[N, F]`, as PyTorch's `nn.Linear`: `y = x * weight^T + bias`.
///
/// `weight` is `[outFeatures, inFeatures]`, `bias` is `[outFeatures]`; both start uniform in
/// `±1 / sqrt(inFeatures)`, PyTorch's default.
public struct Linear: Layer {
  public let inFeatures: Int
  public let outFeatures: Int
  public let weight: Parameter
  public let bias: Parameter?

  /// - Precondition: both numbers are positive.
  public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true) {
    precondition(inFeatures > 0 && outFeatures > 0, "Linear needs features, not \(inFeatures) and \(outFeatures)")
    self.inFeatures = inFeatures
    self.outFeatures = outFeatures
    let bound = Parameter.Initializer.uniform(bound: 1 / Float(inFeatures).squareRoot())
    weight = Parameter(shape: [outFeatures, inFeatures], initializer: bound)
    self.bias = bias ? Parameter(shape: [outFeatures], initializer: bound) : nil
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(LinearOperation(inputs: inFeatures, outputs: outFeatures, weight: weight, bias: bias), [x])
  }
}
