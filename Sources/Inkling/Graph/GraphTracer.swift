/// Records the operations that a model calls, in order. A shape that does not fit is kept as the first error, and
/// tracing goes on with the input's shape so that the model's code need not throw.
final class GraphTracer {
  private(set) var nodes: [Node] = []
  private(set) var failure: (node: Int, mismatch: ShapeMismatch)?

  func input(_ shape: Shape) -> Tensor {
    nodes.append(Node(operation: Input(), inputs: [], shape: shape, identity: nil))
    return Tensor(tracer: self, node: nodes.count - 1, shape: shape)
  }

  func record(_ operation: any Operation, _ inputs: [Tensor], identity: LayerIdentity? = nil) -> Tensor {
    for tensor in inputs { precondition(tensor.tracer === self, "tensors of two different traces were combined") }
    let shapes = inputs.map(\.shape)
    var shape = shapes[0]
    do throws(ShapeMismatch) {
      shape = try operation.outputShape(of: shapes)
    } catch {
      if failure == nil { failure = (nodes.count, error) }
    }
    nodes.append(Node(operation: operation, inputs: inputs.map(\.node), shape: shape, identity: identity))
    return Tensor(tracer: self, node: nodes.count - 1, shape: shape)
  }
}
