import InklingEngine

/// An optimiser for one array of parameters, in plain loops and Double.
public protocol NaiveOptimizer: Sendable {
  mutating func step(_ parameters: inout [Double], gradient: [Double])
}

extension NaiveSGD: NaiveOptimizer {}

/// `torch.optim.Adam`, `AdamW` and `NAdam`.
public struct NaiveAdam: NaiveOptimizer {
  public var learningRate: Double
  public var betas: (Double, Double)
  public var epsilon: Double
  public var weightDecay: Double
  public var decoupled: Bool
  public var amsgrad: Bool
  /// NAdam's decay of the momentum; nil for plain Adam.
  public var momentumDecay: Double?
  private var t = 0
  private var m: [Double] = []
  private var v: [Double] = []
  private var largest: [Double] = []
  private var product = 1.0

  public init(
    learningRate: Double = 0.001, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Double = 0, decoupled: Bool = false, amsgrad: Bool = false, momentumDecay: Double? = nil
  ) {
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decoupled = decoupled
    self.amsgrad = amsgrad
    self.momentumDecay = momentumDecay
  }

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    let zeros = parameters.map { _ in 0.0 }
    if t == 0 { (m, v, largest) = (zeros, zeros, zeros) }
    t += 1
    let (b1, b2) = betas
    let (c1, c2) = (1 - repeated(b1, t), 1 - repeated(b2, t))
    let mu = momentum(t)
    product *= mu
    for i in parameters.indices {
      if decoupled { parameters[i] *= 1 - learningRate * weightDecay }
      let g = gradient[i] + (decoupled ? 0 : weightDecay * parameters[i])
      m[i] = b1 * m[i] + (1 - b1) * g
      v[i] = b2 * v[i] + (1 - b2) * g * g
      largest[i] = max(largest[i], v[i])
      let denominator = ((amsgrad ? largest[i] : v[i]) / c2).squareRoot() + epsilon
      if momentumDecay == nil {
        parameters[i] -= learningRate * m[i] / c1 / denominator
      } else {
        let next = momentum(t + 1)
        parameters[i] -= learningRate * (1 - mu) / (1 - product) * g / denominator
        parameters[i] -= learningRate * next / (1 - product * next) * m[i] / denominator
      }
    }
  }

  private func momentum(_ step: Int) -> Double {
    betas.0 * (1 - 0.5 * naivePower(0.96, Double(step) * (momentumDecay ?? 0)))
  }
}

func repeated(_ factor: Double, _ times: Int) -> Double { (0..<times).reduce(1) { product, _ in product * factor } }
