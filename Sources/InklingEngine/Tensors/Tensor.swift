/// A value in a model while it is traced: a node of the graph that is being recorded, and its shape without the batch.
///
/// A tensor holds no numbers. Calling a model on one records what the model does; `Graph(tracing:input:)` does that.
public struct Tensor {
  let tracer: GraphTracer
  let node: Int
  /// The dimensions without the batch.
  public let shape: Shape

  /// All elements as features, in [C, H, W] order; PyTorch's `flatten(1)`.
  public func flattened() -> Tensor { tracer.record(.flatten, [self]) }

  /// The elementwise sum of two tensors of one shape, such as a residual connection.
  public static func + (left: Tensor, right: Tensor) -> Tensor { left.tracer.record(.add, [left, right]) }
}

/// The tensors one behind the other along the channels (or features); PyTorch's `torch.cat(..., dim=1)`.
///
/// - Precondition: at least one tensor.
public func concatenate(_ tensors: [Tensor]) -> Tensor {
  precondition(!tensors.isEmpty, "concatenate needs at least one tensor")
  return tensors[0].tracer.record(.concatenate, tensors)
}
