/// `torch.optim.Adadelta`.
public struct NaiveAdadelta: NaiveOptimizer {
  public var learningRate = 1.0
  public var rho = 0.9
  public var epsilon = 1e-6
  public var weightDecay = 0.0
  private var square: [Double] = []
  private var steps: [Double] = []

  public init() {}

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    let zeros = parameters.map { _ in 0.0 }
    if square.isEmpty { (square, steps) = (zeros, zeros) }
    for i in parameters.indices {
      let g = gradient[i] + weightDecay * parameters[i]
      square[i] = rho * square[i] + (1 - rho) * g * g
      let d = (steps[i] + epsilon).squareRoot() / (square[i] + epsilon).squareRoot() * g
      steps[i] = rho * steps[i] + (1 - rho) * d * d
      parameters[i] -= learningRate * d
    }
  }
}
