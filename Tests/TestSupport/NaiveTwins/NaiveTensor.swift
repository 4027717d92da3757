public import InklingEngine

/// Numbers in Double, row-major in PyTorch's layout: what the naive twins compute with.
public struct NaiveTensor: Sendable, Equatable {
  public var shape: [Int]
  public var values: [Double]

  public init(shape: [Int], values: [Double]) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values do not fill the shape \(shape)")
    self.shape = shape
    self.values = values
  }

  public init(shape: [Int], repeating value: Double = 0) {
    self.init(shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)))
  }

  public init(_ tensor: NamedTensor) { self.init(shape: tensor.shape, values: tensor.values.map(Double.init)) }

  public var floats: [Float] { values.map(Float.init) }

  public func named(_ name: String) -> NamedTensor { NamedTensor(name: name, shape: shape, values: floats) }

  public func reshaped(_ shape: [Int]) -> NaiveTensor { NaiveTensor(shape: shape, values: values) }

  /// Σ aᵢ bᵢ: a scalar whose gradient by this tensor is `other`.
  public func dot(_ other: NaiveTensor) -> Double { zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 } }
}
