/// A part of a model, or a whole one: called on a tensor it records what it does.
///
/// A layer is a small constant; what it learns lives in the program that trains it.
public protocol Layer: Sendable {
  func callAsFunction(_ x: Tensor) -> Tensor
}

/// A model is the outermost layer. Write it as in PyTorch: layers as properties, calls in `callAsFunction`.
public typealias Model = Layer

/// Layers one after the other; PyTorch's `nn.Sequential`, with its parameter names ("0.weight").
public struct Sequential: Layer, TransparentContainer {
  public let layers: [any Layer]
  package var contents: [any Layer] { layers }

  public init(_ layers: any Layer...) { self.layers = layers }
  public init(_ layers: [any Layer]) { self.layers = layers }

  public func callAsFunction(_ x: Tensor) -> Tensor { layers.reduce(x) { $1($0) } }
}
