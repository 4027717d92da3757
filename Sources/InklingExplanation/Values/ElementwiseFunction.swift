import InklingCharts
import InklingEngine
import InklingMathematics

/// A function of one number that a network applies to each element.
public struct ElementwiseFunction: Sendable, Equatable {
  /// Its name: "ReLU".
  public let name: String
  /// Its formula, of x.
  public let formula: String
  private let kind: Kind

  private enum Kind: Equatable {
    case relu, sigmoid, tanh, silu, hardswish, hardsigmoid, gelu, geluTanh
    case leaky(Double), elu(Double), clamp(Double, Double), softplus(beta: Double, threshold: Double), identity
    case affine(scale: Double, shift: Double)
  }

  private init(_ name: String, _ formula: String, _ kind: Kind) {
    self.name = name
    self.formula = formula
    self.kind = kind
  }

  /// Nil for an operation that is no function of one number without parameters.
  init?(_ operation: Graph.Operation) {
    switch operation {
    case .relu: self.init("ReLU", "max(x, 0)", .relu)
    case .leakyReLU(let a):
      self.init("LeakyReLU", "x where x > 0, else \(a.negativeSlope) · x", .leaky(Double(a.negativeSlope)))
    case .elu(let a): self.init("ELU", "x where x > 0, else \(a.alpha) · (exp(x) − 1)", .elu(Double(a.alpha)))
    case .gelu(let a):
      if a.approximate == .none {
        self.init("GELU", "x · ½ · (1 + erf(x / √2))", .gelu)
      } else {
        self.init("GELU", "x · ½ · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))", .geluTanh)
      }
    case .silu: self.init("SiLU", "x / (1 + exp(−x))", .silu)
    case .sigmoid: self.init("Sigmoid", "1 / (1 + exp(−x))", .sigmoid)
    case .tanh: self.init("Tanh", "(exp(x) − exp(−x)) / (exp(x) + exp(−x))", .tanh)
    case .hardswish: self.init("Hardswish", "x · min(max(x + 3, 0), 6) / 6", .hardswish)
    case .hardsigmoid: self.init("Hardsigmoid", "min(max(x + 3, 0), 6) / 6", .hardsigmoid)
    case .hardtanh(let a):
      self.init(
        "Hardtanh", "min(max(x, \(a.minVal)), \(a.maxVal))", .clamp(Double(a.minVal), Double(a.maxVal)))
    case .softplus(let a):
      self.init(
        "Softplus", "log(1 + exp(\(a.beta) · x)) / \(a.beta)",
        .softplus(beta: Double(a.beta), threshold: Double(a.threshold)))
    case .dropout, .dropout2d: self.init("Identity", "x", .identity)
    default: return nil
    }
  }

  /// `x > 0 ? x : slope * x`, of a slope that was learned.
  static func prelu(slope: Float) -> Self {
    Self("PReLU", "x where x > 0, else \(slope) · x", .leaky(Double(slope)))
  }

  /// What makes a byte a network's input.
  static func normalization(scale: Float, shift: Float) -> Self {
    let sign = shift < 0 ? "−" : "+"
    let formula = "\(NumberText.short(scale)) · x \(sign) \(NumberText.short(shift.magnitude))"
    return Self("Normalization", formula, .affine(scale: Double(scale), shift: Double(shift)))
  }

  /// The function's value, in double precision.
  public func callAsFunction(_ x: Double) -> Double {
    switch kind {
    case .identity: x
    case .affine(let scale, let shift): scale * x + shift
    case .relu: max(x, 0)
    case .leaky(let slope): x > 0 ? x : slope * x
    case .elu(let alpha): x > 0 ? x : alpha * (Elementary.exponential(x) - 1)
    case .clamp(let least, let most): min(max(x, least), most)
    case .hardsigmoid: min(max(x + 3, 0), 6) / 6
    case .hardswish: x * min(max(x + 3, 0), 6) / 6
    case .sigmoid: Self.sigmoid(x)
    case .silu: x * Self.sigmoid(x)
    case .tanh: Self.tanh(x)
    case .softplus(let beta, let threshold):
      // Above 40 the logarithm is x to the last bit, and the exponential might overflow.
      beta * x > min(threshold, 40) ? x : Elementary.logarithm(1 + Elementary.exponential(beta * x)) / beta
    case .gelu: x / 2 * Elementary.complementaryError(-x / 2.0.squareRoot())
    case .geluTanh: x / 2 * (1 + Self.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  /// The formula with a number in the place of x.
  func substituted(_ number: String) -> String {
    let letters = Array(formula)
    var result = ""
    for (place, letter) in letters.enumerated() {
      let neighbours = [place - 1, place + 1].filter(letters.indices.contains).map { letters[$0] }
      // The x of "exp" and "max" is none.
      result += letter == "x" && !neighbours.contains(where: \.isLetter) ? number : String(letter)
    }
    return result
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + Elementary.exponential(-x)) }

  private static func tanh(_ x: Double) -> Double {
    let decay = Elementary.exponential(-2 * x.magnitude)
    let size = (1 - decay) / (1 + decay)
    return x < 0 ? -size : size
  }
}
