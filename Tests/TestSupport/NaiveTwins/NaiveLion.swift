/// Lion (Chen et al., 2023), algorithm 2 of the paper.
public struct NaiveLion: NaiveOptimizer {
  public var learningRate = 1e-4
  public var betas = (0.9, 0.99)
  public var weightDecay = 0.0
  private var m: [Double] = []

  public init() {}

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    if m.isEmpty { m = parameters.map { _ in 0.0 } }
    for i in parameters.indices {
      let c = betas.0 * m[i] + (1 - betas.0) * gradient[i]
      let sign = c > 0 ? 1.0 : c < 0 ? -1.0 : 0.0
      parameters[i] -= learningRate * (sign + weightDecay * parameters[i])
      m[i] = betas.1 * m[i] + (1 - betas.1) * gradient[i]
    }
  }
}
