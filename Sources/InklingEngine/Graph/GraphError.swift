/// Why a model does not fit its input: which layer, what it was given, what it needs, and what to change.
public struct GraphError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The layer's name in the model and its operation: "fc1 (Linear)".
  public let layer: String
  /// None where a shape is not what is wrong.
  public let given: [Shape]
  /// What the layer needs: "256 features".
  public let needed: String
  /// What to change: "make it Linear(400, 120)".
  public let remedy: String

  /// "fc1 (Linear) is given 400 but needs 256 features; make it Linear(400, 120)."
  public var description: String {
    if given.isEmpty { return "\(layer) needs \(needed); \(remedy)." }
    let shapes = given.map(\.description).joined(separator: " and ")
    return "\(layer) is given \(shapes) but needs \(needed); \(remedy)."
  }
}

/// What an operation says of inputs that it cannot take; the tracer adds the layer's name.
package struct ShapeMismatch: Error {
  package let needed: String
  package let remedy: String
}
