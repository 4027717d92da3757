/// A node of the graph that TensorBoard draws (`tensorflow.NodeDef`).
public struct TensorBoardNode: Sendable, Equatable {
  /// A node's attribute.
  public enum Attribute: Sendable, Equatable {
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; files hold it as float32.
    case number(Double)
    /// Yes or no.
    case flag(Bool)
    /// Shapes, a dimension of -1 for one that is not known. As `_output_shapes` they are written at the edges.
    case shapes([[Int]])
    /// Something else.
    case other
  }

  /// Its name, none's but its own: "conv1/weight". A slash opens a box that can be folded.
  public var name: String
  /// What it does: "Conv2d".
  public var operation: String
  /// The names of the nodes that it reads.
  public var inputs: [String]
  /// Its attributes, by name.
  public var attributes: [String: Attribute]

  /// A node of a graph.
  public init(
    _ name: String, operation: String, inputs: [String] = [], attributes: [String: Attribute] = [:]
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.attributes = attributes
  }

  /// The attribute whose shapes TensorBoard writes at a node's edges.
  public static let outputShapes = "_output_shapes"
}
