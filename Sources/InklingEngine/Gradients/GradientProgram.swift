public import InklingFiles
import InklingKernelInterface

/// A model compiled to be looked into: its outputs, a loss, activations, and gradients by the input, the parameters and the
/// activations. It changes nothing: no parameter, and no running statistic.
///
///     let program = try GradientProgram(graph, parameters: trained, normalization: normalization)
///     let saliency = try program.gradients(of: .output(7), at: .images(image)).input
///
/// How the model behaves (`mode`) and which gradients are wanted (`request`) are two questions. The numbers are PyTorch's
/// autograd's in `model.train()` and `model.eval()`. Like a training step's, they do not depend on the number of threads, nor
/// on which of the instruction sets with fused multiply-add is used.
///
/// Not thread-safe: one caller at a time.
public final class GradientProgram {
  /// How the layers that know the difference behave.
  public enum Mode: String, Sendable, CaseIterable {
    /// Batch normalisation with the batch's statistics, and dropout drops.
    case training
    /// Batch normalisation with the running statistics, and no dropout.
    case evaluation
  }

  /// The model's graph.
  public let graph: Graph
  /// How the model behaves.
  public let mode: Mode
  /// What it gives.
  public let request: GradientRequest
  /// What turns a pixel's byte into the network's input.
  public let normalization: Normalization
  /// The instructions that its kernels use.
  public let instructionSet: InstructionSet
  let program: BlockProgram
  /// The loss's for each of the graph's outputs; none without a loss.
  let heads: [OutputHead]
  let observations: [Observation]
  let frozen: Set<String>
  let wantedParameters: Set<String>?
  let weights: ProgramWeights
  private let wantedThreads: Int
  /// Made for the largest batch so far.
  private var engine: (engine: BlockEngine, blocks: Int)?

  /// - Parameters:
  ///   - graph: the model.
  ///   - parameters: by the graph's names, PyTorch's.
  ///   - normalization: what turns a pixel's byte into the network's input, for each channel.
  ///   - mode: how batch normalisation and dropout behave; as in evaluation by default.
  ///   - loss: that `GradientSeed.loss` is of; nil for programs that differentiate outputs alone.
  ///   - request: which gradients and activations are given; by default the gradient by the input alone.
  ///   - frozen: names of parameters without gradients. In training mode a batch normalisation whose parameters are all
  ///     frozen, or whose `running_mean` is, normalises with its running statistics, as in `TrainingProgram`.
  ///   - threads: nil takes the processors; more than there are blocks of sixteen images do not help.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - fusing: whether one kernel does what follows its operation where nothing in between is asked for.
  /// - Throws: `InputError`: `.usage` for names that the model does not have and a model that has no gradient, `.malformed`
  ///   for tensors that are not this model's, `.unavailable` when there is not enough memory.
  public init(
    _ graph: Graph, parameters: [NamedTensor], normalization: Normalization, mode: Mode = .evaluation,
    loss: (any Loss)? = nil, request: GradientRequest = GradientRequest(), frozen: Set<String> = [],
    threads: Int? = nil, instructionSet: InstructionSet = .best, fusing: Bool = true
  ) throws(InputError) {
    try checkProgram(graph, normalization, takesImages: true)
    try graph.checkNames(ofFrozen: frozen)
    wantedThreads = try ThreadCount.checked(threads)
    observations = try request.observations(in: graph)
    wantedParameters = try request.parameterNames(in: graph, frozen: frozen)
    self.frozen = frozen
    heads = try loss?.heads(for: graph) ?? []
    let kernels = instructionSet.kernels
    do throws(GraphError) {
      program = try BlockProgram(
        graph, kernels: kernels, isTraining: mode == .training, hasBackward: request.hasGradients || !heads.isEmpty,
        frozen: frozen, wanted: wantedParameters, observations: observations, fuses: fusing,
        source: gatherRows(graph.inputShape, normalization, kernels),
        heads: gradientHeads(of: graph, heads, kernels))
    } catch {
      throw InputError(.usage, "the model has no gradients: \(error)")
    }
    self.graph = graph
    self.mode = mode
    self.request = request
    self.normalization = normalization
    self.instructionSet = instructionSet
    try BlockEngine.requireMemory(4 * Double(program.weightCount + program.derivedCount))
    weights = ProgramWeights(program)
    try load(parameters: parameters)
  }

  /// The threads that compute: fewer than were asked for where the system gives no more.
  public var threads: Int { engine?.engine.threads ?? wantedThreads }

  /// Looks at other parameters from now on.
  ///
  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  public func load(parameters: [NamedTensor]) throws(InputError) {
    try ParameterValues(entries: program.entries).load(parameters, into: weights.values.floats)
    weights.derive(program)
  }

  /// Bytes that the program holds.
  public var memory: Int { engine?.engine.bytes ?? weights.bytes }

  /// The engine for a batch of so many images.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  func engine(for count: Int) throws(InputError) -> BlockEngine {
    let blocks = (count + 15) / 16
    if let engine, engine.blocks >= blocks { return engine.engine }
    engine = nil
    try BlockEngine.requireMemory(
      program, threads: wantedThreads, blocks: blocks, keepsBlocks: true, arrays: 1, sharesWeights: true)
    let made = BlockEngine(
      program, threads: wantedThreads, blocks: blocks, keepsBlocks: true, weights: weights, collects: true)
    engine = (made, blocks)
    return made
  }
}

/// The outputs of several are one behind the other in a row.
private func gradientHeads(of graph: Graph, _ heads: [OutputHead], _ kernels: KernelTable) -> [BlockProgram.Head] {
  var result: [BlockProgram.Head] = []
  var offset = 0
  for (number, output) in graph.outputs.enumerated() {
    let (size, head) = (graph.shapes[output.node].count, heads.isEmpty ? nil : heads[number].head)
    result.append(
      .init(
        node: output.node, scratch: head?.scratch ?? 0,
        bind: gradientHead(size, at: offset, of: graph.outputWidth, head, kernels)))
    offset += size
  }
  return result
}

/// Writes an output, and fills the gradient by it: given rows, the loss's, or zeros.
private func gradientHead(
  _ size: Int, at offset: Int, of width: Int, _ head: LossHead?, _ kernels: KernelTable
) -> (Buffer, Buffer?) -> BlockProgram.Bind {
  { output, gradient in
    let bind = head?.bound(to: kernels)(output, gradient)
    return { plan in
      let (from, to, loss) = (plan[output], gradient.map { plan[$0] }, bind?(plan))
      return { context in
        copyRows(of: context.address(from), size, to: context.source.outputs.map { $0 + offset }, width: width, context)
        guard let to else { return }
        if let rows = context.source.outputGradientRows {
          loadRows(rows + offset, size, into: context.address(to), width: width, context)
        } else if let loss, context.source.losses != nil {
          loss(context)
        } else {
          context.address(to).initializeMemory(as: Float.self, repeating: 0, count: size * 16)
        }
      }
    }
  }
}
