/// `torch.optim.Adagrad`.
public struct NaiveAdagrad: NaiveOptimizer {
  public var learningRate = 0.01
  public var learningRateDecay = 0.0
  public var weightDecay = 0.0
  public var initialAccumulatorValue = 0.0
  public var epsilon = 1e-10
  private var t = 0
  private var sum: [Double] = []

  public init() {}

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    if t == 0 { sum = parameters.map { _ in initialAccumulatorValue } }
    let rate = learningRate / (1 + Double(t) * learningRateDecay)
    t += 1
    for i in parameters.indices {
      let g = gradient[i] + weightDecay * parameters[i]
      sum[i] += g * g
      parameters[i] -= rate * g / (sum[i].squareRoot() + epsilon)
    }
  }
}
