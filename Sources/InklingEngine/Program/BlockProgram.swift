package import InklingKernelInterface

/// A graph compiled for one instruction set: what is done to each block of sixteen images, and then to the
/// parameters, with every address planned.
package struct BlockProgram: Sendable {
  /// A parameter of the graph and its place among the weights.
  package struct Entry: Sendable {
    package let parameter: ParameterDescription
    let slot: ProgramBuilder.Slot
    package var name: String { parameter.name }
  }

  typealias Bind = @Sendable (MemoryPlan) -> Step.Work

  package let graph: Graph
  package let kernels: KernelTable
  let sums: any BatchSumKernels
  package let steps: [Step]
  package let updates: [Update]
  package let plan: MemoryPlan
  package let entries: [Entry]
  /// The value of each node that has one in memory of its own.
  let outputs: [Int: Buffer]
  let isTraining: Bool
  /// Whether there are gradients.
  let hasBackward: Bool
  let phases: [Phase]
  /// The fewest images a batch may have.
  let smallestBatch: Int
  let works: [Step.Bound]
  let reductionWorks: [BatchReduction.Bound]
  let updateWorks: [Update.Bound]
  /// Those of running statistics, and the phases behind which all that they need is there.
  let statisticsUpdates: [Update.Bound]
  let statisticsPhases: Int
  let derived: [DerivedWeights]
  let weightCount: Int
  let derivedCount: Int
  let sharedCount: Int

  /// Whether something is computed over the whole batch in the middle: each block then keeps its memory.
  var hasPhases: Bool { phases.count > 1 }

  /// - Parameters:
  ///   - sums: what adds up over the blocks of a batch; nil for the kernels themselves.
  ///   - frozen: names of parameters that training leaves as they are.
  ///   - fuses: whether one kernel does what follows its operation, where it can.
  ///   - hasBackward: whether gradients are computed; nil for a program that trains.
  ///   - wanted: the parameters whose gradients alone are; nil for all that are not frozen.
  ///   - observations: values and gradients of nodes that are written out.
  ///   - batchSize: the largest batch: work on the parameters is cut for its threads.
  ///   - source: how the input buffer is filled.
  ///   - heads: what is done with the outputs.
  /// - Throws: `GraphError` for a parameter that two layers share, which no update supports.
  init(
    _ graph: Graph, kernels: KernelTable, sums: (any BatchSumKernels)? = nil, isTraining: Bool,
    hasBackward: Bool? = nil,
    frozen: Set<String> = [], wanted: Set<String>? = nil, observations: [Observation] = [], fuses: Bool = true,
    batchSize: Int = Shards.images, source: (Buffer) -> Bind, heads: [Head]
  ) throws(GraphError) {
    try Self.checkSharing(graph)
    let hasBackward = hasBackward ?? isTraining
    let builder = ProgramBuilder(
      kernels: kernels, sums: sums, isTraining: isTraining, hasBackward: hasBackward, frozen: frozen, wanted: wanted,
      shards: Shards.count(images: batchSize))
    let lowering = GraphLowering(graph, builder, observations: observations, fuses: fuses)
    let input = builder.buffer(graph.inputShape.count)
    builder.forward("gather", reads: [], writes: [input], bind: source(input))
    lowering.forward(input)
    var gradients: [(node: Int, gradient: Gradient)] = []
    for head in heads {
      let (output, count) = (lowering.value(of: head.node), graph.shapes[head.node].count)
      let gradient = hasBackward ? builder.buffer(count + head.scratch) : nil
      builder.forward("loss", reads: [output], writes: gradient.map { [$0] } ?? [], bind: head.bind(output, gradient))
      if let gradient { gradients.append((head.node, Gradient(buffer: gradient.slice(0, count)))) }
    }
    if hasBackward { lowering.backward(gradients) }
    self.graph = graph
    self.kernels = kernels
    self.sums = builder.sums
    self.isTraining = isTraining
    self.hasBackward = hasBackward
    phases = Phase.cut(builder.steps.count, at: builder.reductions.map(\.position))
    smallestBatch = builder.smallestBatch
    steps = builder.steps
    updates = builder.updates
    let plan = MemoryPlan(
      sizes: builder.sizes, persistent: builder.persistent, steps: builder.steps, firstBytes: BlockHeader.bytes)
    self.plan = plan
    works = builder.steps.map { Step.Bound(run: $0.bind(plan)) }
    reductionWorks = builder.reductions.map { BatchReduction.Bound(run: $0.bind(plan)) }
    updateWorks = builder.updates.map { Update.Bound(run: $0.bind(plan)) }
    statisticsUpdates = zip(builder.updates, updateWorks).filter(\.0.isOfStatistics).map(\.1)
    statisticsPhases =
      phases.prefix { phase in
        !phase.reductions.isEmpty && builder.steps[phase.steps].allSatisfy { $0.direction == .forward }
      }.count
    outputs = lowering.outputs
    derived = builder.derived
    weightCount = builder.weightCount
    derivedCount = builder.derivedCount
    sharedCount = builder.sharedCount
    entries = graph.parameters.compactMap { parameter in
      builder.slots[parameter.name].map { Entry(parameter: parameter, slot: $0) }
    }
  }

  /// What is done with one output; where there are gradients it fills the buffer it is given.
  struct Head {
    let node: Int
    /// Elements for its own use, behind the gradient in its buffer.
    var scratch = 0
    let bind: (_ output: Buffer, _ gradient: Buffer?) -> Bind
  }

  private static func checkSharing(_ graph: Graph) throws(GraphError) {
    var seen = Set<String>()
    for index in graph.live {
      let node = graph.nodes[index]
      for name in node.parameters where !seen.insert(name).inserted {
        throw GraphError(
          layer: "\(node.name) (\(node.operation.name))", given: graph.inputShapes(of: index),
          needed: "parameters of its own, and is called twice", remedy: "use one layer for each call")
      }
    }
  }
}
