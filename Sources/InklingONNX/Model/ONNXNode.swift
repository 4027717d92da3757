/// One operation of a graph.
public struct ONNXNode: Sendable, Equatable {
  /// Its name; may be empty.
  public var name: String
  /// The operation: "Conv".
  public var operation: String
  /// The operator set that the operation is of; empty for ONNX's own.
  public var domain: String
  /// The names of the values that it reads; empty for an optional one that is left out.
  public var inputs: [String]
  /// The names of the values that it makes; empty for an optional one that nobody wants.
  public var outputs: [String]
  /// What it is told, in the file's order.
  public var attributes: [ONNXAttribute]

  /// One operation of a graph.
  public init(
    _ operation: String, name: String = "", domain: String = "", inputs: [String], outputs: [String],
    attributes: [ONNXAttribute] = []
  ) {
    (self.name, self.operation, self.domain) = (name, operation, domain)
    (self.inputs, self.outputs, self.attributes) = (inputs, outputs, attributes)
  }

  /// The attribute of this name, or nil.
  public func attribute(_ name: String) -> ONNXAttribute.Value? { attributes.first { $0.name == name }?.value }

  /// How a sentence calls it: "node 'conv1' (Conv)", by its first output where it has no name.
  public var label: String {
    if name.isEmpty, let output = outputs.first {
      return "node that makes '\(output.prefix(60))' (\(operation.prefix(40)))"
    }
    return "node '\(name.prefix(60))' (\(operation.prefix(40)))"
  }
}
