public import InklingEngine
import InklingPlatform

/// An elementwise function and its derivative, as PyTorch defines them at their kinks.
public struct NaiveActivation: Sendable {
  public let value: @Sendable (Double) -> Double
  public let slope: @Sendable (Double) -> Double

  public init(_ value: @escaping @Sendable (Double) -> Double, slope: @escaping @Sendable (Double) -> Double) {
    self.value = value
    self.slope = slope
  }

  public func forward(_ input: NaiveTensor) -> NaiveTensor {
    NaiveTensor(shape: input.shape, values: input.values.map(value))
  }

  public func inputGradient(_ input: NaiveTensor, outputGradient: NaiveTensor) -> NaiveTensor {
    NaiveTensor(shape: input.shape, values: zip(input.values, outputGradient.values).map { slope($0) * $1 })
  }

  public static func leakyReLU(_ negativeSlope: Double) -> NaiveActivation {
    NaiveActivation({ $0 > 0 ? $0 : negativeSlope * $0 }, slope: { $0 > 0 ? 1 : negativeSlope })
  }

  public static func elu(_ alpha: Double) -> NaiveActivation {
    NaiveActivation({ $0 > 0 ? $0 : alpha * expm1($0) }, slope: { $0 > 0 ? 1 : alpha * exp($0) })
  }

  public static let gelu = NaiveActivation(
    { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 },
    slope: { erfc(-$0 / 2.0.squareRoot()) / 2 + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() })

  /// 0.5 (1 + tanh z) = sigmoid(2 z).
  public static let geluTanh = NaiveActivation(
    { $0 * logistic(cubic($0)) },
    slope: { x in
      let derivative = 2 * (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
      let tail = logistic(cubic(x)) * logistic(-cubic(x))
      return logistic(cubic(x)) + (tail == 0 ? 0 : x * tail * derivative)
    })

  public static let silu = NaiveActivation(
    { $0 * logistic($0) },
    slope: { x in logistic(x) + (logistic(-x) == 0 ? 0 : x * logistic(x) * logistic(-x)) })

  public static let sigmoid = NaiveActivation(logistic, slope: { logistic($0) * logistic(-$0) })

  public static let tanh = NaiveActivation(
    { x in hyperbolicTangent(x) }, slope: { 1 - hyperbolicTangent($0) * hyperbolicTangent($0) })

  public static let hardsigmoid = NaiveActivation(
    { min(max($0 + 3, 0), 6) / 6 }, slope: { $0 > -3 && $0 < 3 ? 1.0 / 6 : 0 })

  public static let hardswish = NaiveActivation(
    { $0 * (min(max($0 + 3, 0), 6) / 6) }, slope: { $0 <= -3 ? 0 : $0 >= 3 ? 1 : $0 / 3 + 0.5 })

  public static func softplus(_ beta: Double, _ threshold: Double) -> NaiveActivation {
    NaiveActivation(
      { $0 * beta > threshold ? $0 : (max($0 * beta, 0) + log1p(exp(-abs($0 * beta)))) / beta },
      slope: { $0 * beta > threshold ? 1 : logistic($0 * beta) })
  }

  /// The twin of one of the engine's layers, if it is such a function.
  public init?(_ layer: any Layer) {
    switch layer {
    case let layer as LeakyReLU: self = .leakyReLU(Double(layer.negativeSlope))
    case let layer as ELU: self = .elu(Double(layer.alpha))
    case let layer as GELU: self = layer.approximation == .none ? .gelu : .geluTanh
    case is SiLU: self = .silu
    case is Sigmoid: self = .sigmoid
    case is Tanh: self = .tanh
    case is Hardsigmoid: self = .hardsigmoid
    case is Hardswish: self = .hardswish
    case let layer as Softplus: self = .softplus(Double(layer.beta), Double(layer.threshold))
    default: return nil
    }
  }
}

@Sendable private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

@Sendable private func hyperbolicTangent(_ x: Double) -> Double {
  -expm1(-2 * abs(x)) / (1 + exp(-2 * abs(x))) * (x < 0 ? -1 : 1)
}

/// Twice the argument of GELU's tanh.
@Sendable private func cubic(_ x: Double) -> Double { 2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }
