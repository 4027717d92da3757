/// Attributes that may be wrong by themselves.
protocol FallibleAttributes: OperationAttributes {
  /// As `OperationRule`'s.
  var fault: String? { get }
}

extension Graph.Operation {
  /// `x > 0 ? x : negativeSlope * x`.
  public struct LeakyReLU: Sendable, Hashable {
    /// The factor of what is negative, finite; 0.01 by default.
    public var negativeSlope: Float
    /// With PyTorch's defaults.
    public init(negativeSlope: Float = 0.01) { self.negativeSlope = negativeSlope }
  }

  /// `x > 0 ? x : alpha * (exp(x) - 1)`.
  public struct ELU: Sendable, Hashable {
    /// Minus the value that it comes down to, finite; 1 by default.
    public var alpha: Float
    /// With PyTorch's defaults.
    public init(alpha: Float = 1) { self.alpha = alpha }
  }

  /// `x * P(N <= x)` for a standard normal N.
  public struct GELU: Sendable, Hashable {
    /// How the normal distribution is computed; by the error function by default.
    public var approximate: GELUApproximation
    /// With PyTorch's defaults.
    public init(approximate: GELUApproximation = .none) { self.approximate = approximate }
  }

  /// `min(max(x, minVal), maxVal)`.
  public struct Hardtanh: Sendable, Hashable {
    /// The least that comes out, finite; -1 by default.
    public var minVal: Float
    /// The most that comes out, finite and above `minVal`; 1 by default.
    public var maxVal: Float

    /// With PyTorch's defaults.
    public init(minVal: Float = -1, maxVal: Float = 1) {
      self.minVal = minVal
      self.maxVal = maxVal
    }
  }

  /// `log(1 + exp(beta * x)) / beta`, and x itself where `beta * x > threshold`.
  public struct Softplus: Sendable, Hashable {
    /// How sharp the bend at zero is, above 0; 1 by default.
    public var beta: Float
    /// Where `beta * x` is above this, the result is x itself; finite, 20 by default.
    public var threshold: Float

    /// With PyTorch's defaults.
    public init(beta: Float = 1, threshold: Float = 20) {
      self.beta = beta
      self.threshold = threshold
    }
  }
}

extension Graph.Operation.LeakyReLU: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case negativeSlope = "negative_slope" }

  var fault: String? { AttributeRange.fault("negative_slope", negativeSlope, "a finite number") { _ in true } }
}

extension Graph.Operation.ELU: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case alpha }

  var fault: String? { AttributeRange.fault("alpha", alpha, "a finite number") { _ in true } }
}

extension Graph.Operation.GELU: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case approximate }

  var fault: String? { nil }
}

extension Graph.Operation.Hardtanh: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case minVal = "min_val"
    case maxVal = "max_val"
  }

  var fault: String? {
    AttributeRange.fault("min_val", minVal, "a finite number") { _ in true }
      ?? AttributeRange.fault("max_val", maxVal, "a finite number above min_val (\(minVal))") { $0 > minVal }
  }
}

extension Graph.Operation.Softplus: FallibleAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case beta, threshold }

  var fault: String? {
    AttributeRange.fault("beta", beta, "a positive number") { $0 > 0 }
      ?? AttributeRange.fault("threshold", threshold, "a finite number") { _ in true }
  }
}
