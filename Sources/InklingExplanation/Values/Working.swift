/// How a number comes about from others.
public enum Working: Sendable, Equatable {
  /// The sum of products, and a bias where there is one. The terms stand as `shape` says: [channels, rows, columns] of a
  /// kernel, [channels, rows, columns] of what was flattened, or [features].
  case sum(terms: [WorkedTerm], bias: Float?, shape: [Int])
  /// The largest of a window of [rows, columns]; the first among equals.
  case maximum(window: [WorkedTerm], shape: [Int])
  /// The sum of a window of [rows, columns] divided by a number.
  case mean(window: [WorkedTerm], divisor: Int, shape: [Int])
  /// A function of one number.
  case function(ElementwiseFunction, of: WorkedTerm)
  /// `(value - mean) / sqrt(variance + eps) * weight + bias`; without weight and bias where they are nil.
  case normalization(of: WorkedTerm, NormalizationNumbers)
  /// `exp(x[k]) / sum over j of exp(x[j])`, or its logarithm: the values, and the place of k among them.
  case softmax(values: [Float], index: Int, isLogarithmic: Bool)
  /// A number that is only put elsewhere.
  case copy(of: WorkedTerm)

  /// What is computed from it, in double precision.
  public var result: Double {
    switch self {
    case .sum(let terms, let bias, _): terms.reduce(Double(bias ?? 0)) { $0 + $1.product }
    case .maximum(let window, _): window.map { Double($0.value) }.max() ?? 0
    case .mean(let window, let divisor, _): window.reduce(0) { $0 + Double($1.value) } / Double(divisor)
    case .function(let function, let term): function(term.product)
    case .normalization(let term, let numbers): numbers.normalized(Double(term.value))
    case .softmax(let values, let index, let isLogarithmic):
      SoftmaxNumbers(values).share(of: index, isLogarithmic: isLogarithmic)
    case .copy(let term): Double(term.value)
    }
  }

  /// The sum of the magnitudes of what is added: a rounding is a share of that, where terms cancel.
  var magnitude: Double {
    switch self {
    case .sum(let terms, let bias, _): terms.reduce(Double((bias ?? 0).magnitude)) { $0 + $1.product.magnitude }
    case .mean(let window, let divisor, _):
      window.reduce(0) { $0 + Double($1.value.magnitude) } / Double(divisor)
    case .normalization(let term, let numbers): numbers.magnitude(of: Double(term.value))
    case .function(_, let term): term.product.magnitude
    case .softmax(let values, _, let isLogarithmic):
      isLogarithmic ? values.reduce(0) { max($0, Double($1.magnitude)) } : 0
    case .maximum, .copy: 0
    }
  }
}

/// What a normalisation does to one number: `(x - mean) / sqrt(variance + eps) * weight + bias`.
public struct NormalizationNumbers: Sendable, Equatable {
  /// The running mean, or that of the image's group.
  public var mean: Double
  /// The running variance, or the biased one of the image's group.
  public var variance: Double
  /// What is added to the variance.
  public var eps: Float
  /// The factor; nil where there is none.
  public var weight: Float?
  /// What is added; nil where there is nothing.
  public var bias: Float?

  /// The numbers of one channel, or one element.
  public init(mean: Double, variance: Double, eps: Float, weight: Float?, bias: Float?) {
    self.mean = mean
    self.variance = variance
    self.eps = eps
    self.weight = weight
    self.bias = bias
  }

  /// `sqrt(variance + eps)`.
  public var deviation: Double { (variance + Double(eps)).squareRoot() }

  func normalized(_ x: Double) -> Double { (x - mean) / deviation * Double(weight ?? 1) + Double(bias ?? 0) }

  func magnitude(of x: Double) -> Double {
    (x.magnitude + mean.magnitude) / deviation * Double((weight ?? 1).magnitude) + Double((bias ?? 0).magnitude)
  }
}
