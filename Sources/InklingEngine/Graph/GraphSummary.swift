/// A model in figures: its layers with their shapes and costs, and the memory that training it takes.
///
/// Multiply-adds are those of the forward pass on one image. As JSON its keys are in snake_case.
public struct GraphSummary: Sendable, Equatable, Codable {
  /// One operation of the graph.
  public struct Layer: Sendable, Equatable, Codable {
    /// The path of the layer in the model, or the operation's name in lower case: "conv1", "relu".
    public let name: String
    /// The operation, by PyTorch's name where it has one: "Conv2d".
    public let operation: String
    /// The dimensions of its result without the batch: [6, 24, 24].
    public let outputShape: [Int]
    /// The number of learned values.
    public let parameters: Int
    /// Multiply-adds of the forward pass on one image.
    public let multiplyAdds: Int

    private enum CodingKeys: String, CodingKey {
      case name, operation, parameters
      case outputShape = "output_shape"
      case multiplyAdds = "multiply_adds"
    }
  }

  /// What a training program holds in memory, in bytes.
  public struct Memory: Sendable, Equatable, Codable {
    /// The largest batch that a step is given, in images.
    public let batchSize: Int
    /// The threads that compute.
    public let threads: Int
    /// The parameters alone, four bytes each.
    public let parameters: Int
    /// The results of all layers for one block of sixteen images, if each had memory of its own.
    public let activationsPerBlock: Int
    /// The planned memory of one thread, in which results share places once nothing reads them any more; zero when
    /// batch normalisation makes each block keep its own.
    public let arenaPerThread: Int
    /// What one block keeps until the parameters are updated.
    public let perBlock: Int
    /// Everything: arenas, blocks, parameters, gradients and the optimiser's buffers.
    public let total: Int

    private enum CodingKeys: String, CodingKey {
      case threads, parameters, total
      case batchSize = "batch_size"
      case activationsPerBlock = "activations_per_block"
      case arenaPerThread = "arena_per_thread"
      case perBlock = "per_block"
    }
  }

  /// The operations that the output depends on, in order, the input first.
  public let layers: [Layer]
  /// The number of learned values.
  public let parameters: Int
  /// Multiply-adds of the forward pass on one image.
  public let multiplyAdds: Int
  /// Nil unless the graph was compiled for training.
  public let memory: Memory?

  private enum CodingKeys: String, CodingKey {
    case layers, parameters, memory
    case multiplyAdds = "multiply_adds"
  }
}

extension GraphSummary {
  /// Summarises a graph.
  public init(of graph: Graph) { self.init(graph, memory: nil) }

  /// Summarises a graph and the memory of the program that it was compiled to.
  public init(of program: TrainingProgram) {
    let compiled = program.engine.program
    // With phases a block keeps its activations until the last one.
    let (arena, block) = (compiled.plan.arenaBytes, compiled.plan.blockBytes)
    let graph = program.graph
    self.init(
      graph,
      memory: Memory(
        batchSize: program.batchSize, threads: program.threads, parameters: graph.parameterCount * 4,
        activationsPerBlock: graph.live.reduce(0) { $0 + graph.shapes[$1].count } * 64,
        arenaPerThread: compiled.hasPhases ? 0 : arena, perBlock: compiled.hasPhases ? arena + block : block,
        total: program.memory))
  }

  private init(_ graph: Graph, memory: Memory?) {
    layers = graph.live.map { Layer(of: $0, in: graph) }
    parameters = graph.parameterCount
    multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
    self.memory = memory
  }
}

extension GraphSummary.Layer {
  init(of index: Int, in graph: Graph) {
    let node = graph.nodes[index]
    name = node.name
    operation = node.operation.name
    outputShape = graph.shapes[index].dimensions
    parameters = graph.parameters(of: index).all.learnedCount
    multiplyAdds = graph.multiplyAdds(of: index)
  }
}
