/// A part of a model, or a whole one: called on a tensor it records what it does.
///
/// A layer is a small constant; what it learns lives in the program that trains it.
public protocol Layer: Sendable {
  /// Records what the layer does with `x`, and returns what comes out of it.
  func callAsFunction(_ x: Tensor) -> Tensor
}

/// A model is the outermost layer. Write it as in PyTorch: layers as properties, calls in `callAsFunction`.
public typealias Model = Layer

/// Layers one after the other; PyTorch's `nn.Sequential`, with its parameter names ("0.weight").
public struct Sequential: Layer, TransparentContainer {
  /// The layers, in the order in which they are called.
  public let layers: [any Layer]
  package var contents: [any Layer] { layers }

  /// Calls the layers one after the other, each on the result of the one before.
  public init(_ layers: any Layer...) { self.layers = layers }
  /// The same with a list of layers.
  public init(_ layers: [any Layer]) { self.layers = layers }

  /// The last layer's result; the tensor itself without layers.
  public func callAsFunction(_ x: Tensor) -> Tensor { layers.reduce(x) { $1($0) } }
}
