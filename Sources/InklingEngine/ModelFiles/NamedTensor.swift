import InklingFormats

/// An array of float32 numbers with a name: a parameter, a gradient or an activation outside the engine.
///
/// `values` is row-major in PyTorch's layout: a convolution's weight is [outputs, inputs / groups, height, width], a
/// linear layer's weight is [outputs, inputs]; `name` is the key in PyTorch's state dictionary ("conv1.weight"). A
/// scalar has the shape []. Equality follows `Float`: a NaN equals nothing.
public struct NamedTensor: Sendable, Equatable {
  /// The key in PyTorch's state dictionary: "conv1.weight".
  public var name: String
  /// The dimensions, each at least 0; [] for a scalar.
  public var shape: [Int]
  /// The numbers, row by row: the last dimension runs fastest.
  public var values: [Float]

  /// - Precondition: `values` has as many elements as `shape` says.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(
      Self.elementCount(of: shape) == values.count,
      "\(name) has \(values.count) values, which do not fill the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// The product of the dimensions, 1 for []; nil when one is negative or the product overflows.
  package static func elementCount(of shape: [Int]) -> Int? { NamedArray.elementCount(of: shape) }
}
