/// `torch.optim.RMSprop`.
public struct NaiveRMSprop: NaiveOptimizer {
  public var learningRate = 0.01
  public var alpha = 0.99
  public var epsilon = 1e-8
  public var weightDecay = 0.0
  public var momentum = 0.0
  public var centered = false
  private var square: [Double] = []
  private var mean: [Double] = []
  private var buffer: [Double] = []

  public init() {}

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    let zeros = parameters.map { _ in 0.0 }
    if square.isEmpty { (square, mean, buffer) = (zeros, zeros, zeros) }
    for i in parameters.indices {
      let g = gradient[i] + weightDecay * parameters[i]
      square[i] = alpha * square[i] + (1 - alpha) * g * g
      mean[i] = alpha * mean[i] + (1 - alpha) * g
      let variance = centered ? square[i] - mean[i] * mean[i] : square[i]
      buffer[i] = momentum * buffer[i] + g / (max(variance, 0).squareRoot() + epsilon)
      parameters[i] -= learningRate * buffer[i]
    }
  }
}
