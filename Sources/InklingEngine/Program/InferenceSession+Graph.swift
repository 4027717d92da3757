public import InklingFiles

/// A session with a model of its own: compiled for one caller, as `TrainingProgram` is.
///
///     let program = try InferenceProgram(graph, parameters: trained, normalization: normalization)
public typealias InferenceProgram = InferenceSession

extension InferenceSession {
  /// Compiles a model for this session alone. Several sessions of one model share its weights: `init(_:threads:)`.
  ///
  /// - Parameters:
  ///   - graph: the model.
  ///   - parameters: as `CompiledModel`'s: by the graph's names, PyTorch's.
  ///   - normalization: what turns a pixel's byte into the network's input, for each channel.
  ///   - threads: how many compute; nil takes the processors. More than there are blocks of sixteen images do not help.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - fusing: as `CompiledModel`'s.
  /// - Throws: `InputError`: `.usage` for numbers out of range, `.malformed` for tensors that are not this model's,
  ///   `.unavailable` when there is not enough memory.
  public convenience init(
    _ graph: Graph, parameters: [NamedTensor], normalization: Normalization, threads: Int? = nil,
    instructionSet: InstructionSet = .best, fusing: Bool = true
  ) throws(InputError) {
    let threads = try ThreadCount.checked(threads)
    let model = try CompiledModel(
      graph, parameters: parameters, normalization: normalization, instructionSet: instructionSet, fusing: fusing)
    try self.init(model, threads: threads)
  }
}
