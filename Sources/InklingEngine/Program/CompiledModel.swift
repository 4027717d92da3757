public import InklingFiles
import InklingKernelInterface

/// A model compiled for prediction: its steps, and one copy of its weights. It never changes, so any number of sessions, on
/// any threads, share it.
///
///     let model = try CompiledModel(graph, parameters: tensors, normalization: normalization)
///     let session = try InferenceSession(model)  // one for each caller: memory to work in, and threads
///     let probabilities = session.probabilities(images: bytes)
public final class CompiledModel: Sendable {
  /// The model's graph.
  public let graph: Graph
  /// What turns a pixel's byte into the network's input.
  public let normalization: Normalization
  /// The instructions that its kernels use.
  public let instructionSet: InstructionSet
  let program: BlockProgram
  /// The same steps in narrower registers, where those are faster for a few images: half of a block need not be computed.
  let narrowWorks: [Step.Bound]
  let weights: ProgramWeights

  /// - Parameters:
  ///   - graph: the model.
  ///   - parameters: by the graph's names, PyTorch's: those of `TrainingProgram.namedParameters()`, or of a file.
  ///   - normalization: what turns a pixel's byte into the network's input, for each channel.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - fusing: whether one kernel does what follows its operation, and a normalisation is folded into the weights before
  ///     it, where that can be done; for comparison with the plain steps.
  /// - Throws: `InputError`: `.usage` for a graph or normalisation that cannot be run, `.malformed` for tensors that are not
  ///   this model's, `.unavailable` when there is not enough memory.
  public init(
    _ graph: Graph, parameters: [NamedTensor], normalization: Normalization, instructionSet: InstructionSet = .best,
    fusing: Bool = true
  ) throws(InputError) {
    try checkProgram(graph, normalization, takesImages: true)
    self.graph = graph
    self.normalization = normalization
    self.instructionSet = instructionSet
    do throws(GraphError) {
      program = try Self.compile(graph, normalization, instructionSet, fusing)
      narrowWorks =
        instructionSet == .avx512 ? try Self.compile(graph, normalization, .avx2, fusing).worksFor(program) : []
    } catch {
      throw InputError(.usage, "the model cannot be run: \(error)")
    }
    weights = try Self.makeWeights(program)
    try load(parameters)
  }

  /// The same steps on other parameters.
  ///
  /// - Throws: as `replacingParameters(_:)`.
  private init(_ other: CompiledModel, _ parameters: [NamedTensor]) throws(InputError) {
    (graph, normalization, instructionSet) = (other.graph, other.normalization, other.instructionSet)
    (program, narrowWorks) = (other.program, other.narrowWorks)
    weights = try Self.makeWeights(program)
    try load(parameters)
  }

  /// A model of the same graph with other parameters. Nothing is compiled again.
  ///
  /// - Throws: `InputError`: `.malformed` that lists every missing, unexpected and misshapen tensor, `.unavailable` when
  ///   there is not enough memory.
  public func replacingParameters(_ parameters: [NamedTensor]) throws(InputError) -> CompiledModel {
    try CompiledModel(self, parameters)
  }

  /// The parameters and running statistics by PyTorch's names, shapes and order.
  public func namedParameters() -> [NamedTensor] { values.tensors(weights.values.floats) }

  /// Bytes of the weights and of what is made from them, which all sessions share.
  public var memory: Int { weights.bytes }

  /// Sets the parameters in place: before anybody has the model, or while one session alone has it.
  ///
  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  func load(_ parameters: [NamedTensor]) throws(InputError) {
    try values.load(parameters, into: weights.values.floats)
    weights.derive(program)
  }

  private var values: ParameterValues { ParameterValues(entries: program.entries) }

  private static func compile(
    _ graph: Graph, _ normalization: Normalization, _ instructionSet: InstructionSet, _ fuses: Bool
  ) throws(GraphError) -> BlockProgram {
    let kernels = instructionSet.kernels
    return try BlockProgram(
      graph, kernels: kernels, isTraining: false, fuses: fuses,
      source: gatherRows(graph.inputShape, normalization, kernels),
      heads: heads(of: graph, kernels))
  }

  /// The outputs of several are one behind the other in a row.
  private static func heads(of graph: Graph, _ kernels: KernelTable) -> [BlockProgram.Head] {
    guard graph.outputs.count > 1 || graph.outputShape.isImage else {
      return [.init(node: graph.output, bind: crossEntropyHead(graph.outputShape.count, kernels))]
    }
    var heads: [BlockProgram.Head] = []
    var offset = 0
    for output in graph.outputs {
      let count = graph.shapes[output.node].count
      heads.append(.init(node: output.node, bind: rowsHead(count, at: offset, of: graph.outputWidth)))
      offset += count
    }
    return heads
  }

  private static func makeWeights(_ program: BlockProgram) throws(InputError) -> ProgramWeights {
    try BlockEngine.requireMemory(4 * Double(program.weightCount + program.derivedCount))
    return ProgramWeights(program)
  }
}

extension BlockProgram {
  /// The steps, to be run in another program's memory.
  ///
  /// - Precondition: both are of one graph, which decides all places.
  fileprivate func worksFor(_ other: BlockProgram) -> [Step.Bound] {
    precondition(
      plan == other.plan && (weightCount, derivedCount) == (other.weightCount, other.derivedCount),
      "two instruction sets plan one graph's memory alike")
    return works
  }
}
