public import InklingFormats

/// A computation: nodes in an order in which each finds its inputs, on inputs and constants by name.
public struct ONNXGraph: Sendable, Equatable {
  /// The graph's name.
  public var name: String
  /// The operations, in order.
  public var nodes: [ONNXNode]
  /// The constants; one with an input's name is that input's default.
  public var initializers: [NamedArray]
  /// What goes in.
  public var inputs: [ONNXValueInfo]
  /// What comes out.
  public var outputs: [ONNXValueInfo]

  /// A computation.
  public init(
    name: String = "graph", nodes: [ONNXNode] = [], initializers: [NamedArray] = [], inputs: [ONNXValueInfo] = [],
    outputs: [ONNXValueInfo] = []
  ) {
    (self.name, self.nodes, self.initializers) = (name, nodes, initializers)
    (self.inputs, self.outputs) = (inputs, outputs)
  }
}
