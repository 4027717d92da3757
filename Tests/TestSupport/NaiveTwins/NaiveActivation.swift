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

/// What tests ask of one elementwise function. An entry in `all`, and its twin above, are all the tests that a new one
/// needs.
public struct ActivationCase: Sendable {
  public let layer: any Layer
  /// The function that records what the layer does.
  public let call: @Sendable (Tensor) -> Tensor
  /// The layer as the goldens of its name have it; nil where there are none.
  public let golden: (any Layer)?
  /// An error that is forgiven over all of float's range, besides the relative one; nil where it is not looked at.
  public let floor: Double?

  /// PyTorch's class.
  public var name: String { "\(type(of: layer))" }

  private init<Function: Layer>(
    _ layer: Function, floor: Double? = 1e-35, golden: Function?, _ call: @escaping @Sendable (Tensor) -> Tensor
  ) {
    self.layer = layer
    self.call = call
    self.golden = golden
    self.floor = floor
  }

  private init<Function: Layer>(
    _ layer: Function, floor: Double? = 1e-35, _ call: @escaping @Sendable (Tensor) -> Tensor
  ) {
    self.init(layer, floor: floor, golden: layer, call)
  }

  public static let all = [
    // The goldens leave out the slope that they were made with.
    ActivationCase(LeakyReLU(), golden: LeakyReLU(0.1)) { leakyReLU($0) },
    ActivationCase(LeakyReLU(0.3), floor: nil, golden: nil) { leakyReLU($0, negativeSlope: 0.3) },
    ActivationCase(ELU()) { elu($0) }, ActivationCase(ELU(alpha: 0.7), floor: nil, golden: nil) { elu($0, alpha: 0.7) },
    ActivationCase(GELU()) { gelu($0) },
    // Its far tail is the exponential of a rounded cubic.
    ActivationCase(GELU(approximate: .tanh), floor: 1e-8, golden: nil) { gelu($0, approximate: .tanh) },
    ActivationCase(SiLU()) { silu($0) }, ActivationCase(Sigmoid()) { InklingEngine.sigmoid($0) },
    ActivationCase(Tanh()) { InklingEngine.tanh($0) },
    // x + 3 is rounded, which counts where little of it is left.
    ActivationCase(Hardswish(), floor: 1e-6) { hardswish($0) },
    ActivationCase(Hardsigmoid(), floor: 1e-7, golden: nil) { hardsigmoid($0) },
    ActivationCase(Softplus()) { softplus($0) },
    ActivationCase(Softplus(beta: 2.5, threshold: 3), floor: nil, golden: nil) {
      softplus($0, beta: 2.5, threshold: 3)
    },
  ]
}

@Sendable private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

@Sendable private func hyperbolicTangent(_ x: Double) -> Double {
  -expm1(-2 * abs(x)) / (1 + exp(-2 * abs(x))) * (x < 0 ? -1 : 1)
}

/// Twice the argument of GELU's tanh.
@Sendable private func cubic(_ x: Double) -> Double { 2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }
