/// An operation that a model has called, with the parameters and the layer that it belongs to.
struct TracedNode {
  let operation: Graph.Operation
  /// The nodes whose values it reads.
  let inputs: [Int]
  /// The shape of its value, without the batch.
  let shape: Shape
  let parameters: [Parameter]
  /// The layer that recorded it, when that layer has no parameters to tell it by.
  let identity: LayerIdentity?
}

/// Records the operations that a model calls, in order. A shape that does not fit is kept as the first error, and
/// tracing goes on with the input's shape so that the model's code need not throw.
final class GraphTracer {
  private(set) var nodes: [TracedNode] = []
  private(set) var failure: (node: Int, mismatch: ShapeMismatch)?

  func input(_ shape: Shape) -> Tensor { append(.input(.init(shape: shape)), [], shape, [], nil) }

  /// - Parameter parameters: the layer's, in the operation's order; nil for those that it goes without.
  func record(
    _ operation: Graph.Operation, _ inputs: [Tensor], _ parameters: [Parameter?] = [], identity: LayerIdentity? = nil
  ) -> Tensor {
    for tensor in inputs { precondition(tensor.tracer === self, "tensors of two different traces were combined") }
    let shapes = inputs.map(\.shape)
    var shape = shapes[0]
    do throws(ShapeMismatch) {
      shape = try operation.rule.outputShape(of: shapes)
    } catch {
      if failure == nil { failure = (nodes.count, error) }
    }
    return append(operation, inputs.map(\.node), shape, parameters.compactMap { $0 }, identity)
  }

  private func append(
    _ operation: Graph.Operation, _ inputs: [Int], _ shape: Shape, _ parameters: [Parameter], _ identity: LayerIdentity?
  ) -> Tensor {
    nodes.append(
      TracedNode(operation: operation, inputs: inputs, shape: shape, parameters: parameters, identity: identity))
    return Tensor(tracer: self, node: nodes.count - 1, shape: shape)
  }
}
