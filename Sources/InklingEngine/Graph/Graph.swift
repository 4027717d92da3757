import InklingFiles

/// A model as the sequence of operations it calls: a directed acyclic graph with every shape checked.
///
/// It is data, and all that there is of a model: the program that trains it, the summary and the exporters read it, and
/// it can be saved and read back without the Swift that it was traced from.
public struct Graph: Sendable, Hashable {
  /// One operation of a model.
  public struct Node: Sendable, Hashable, Codable {
    /// The layer's path in the model ("conv1"), or the operation's name ("relu"). Several nodes may share one.
    public var name: String
    /// What the node does with its inputs, with all attributes.
    public var operation: Graph.Operation
    /// The nodes whose values it reads, all of them before it.
    public var inputs: [Int]
    /// The names of its parameters, in PyTorch's order: weight, bias, running_mean, running_var.
    public var parameters: [String]

    /// A node to be checked by `Graph(nodes:parameters:output:)`.
    public init(name: String, operation: Graph.Operation, inputs: [Int], parameters: [String] = []) {
      self.name = name
      self.operation = operation
      self.inputs = inputs
      self.parameters = parameters
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case name, operation, inputs, parameters }

    /// - Throws: `DecodingError` for a key that is missing, unknown or of another type.
    public init(from decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        name: try container.decode(String.self, forKey: .name),
        operation: try container.decode(Graph.Operation.self, forKey: .operation),
        inputs: try container.decode([Int].self, forKey: .inputs),
        parameters: try container.decode([String].self, forKey: .parameters))
    }
  }

  /// The operations, each behind those that it reads; the first is the input.
  public let nodes: [Node]
  /// The shape of each node's value, without the batch.
  public let shapes: [Shape]
  /// What the model gives, in order: one output or more, each with a name.
  public let outputs: [Output]
  /// The parameters in the order of the model's properties, statistics too ("bn1.running_mean").
  public let parameters: [ParameterDescription]
  /// Where each parameter stands among them.
  private let places: [String: Int]

  /// The most nodes that a graph may have; random layers tell nodes apart by sixteen bits.
  package static let largestNodeCount = 1 << 16

  /// The most outputs that a graph may have.
  static let largestOutputCount = 64

  /// Records what `model` does with one input of shape `input`.
  ///
  /// - Throws: `GraphError` where a layer cannot take the shape it is given, or where a property leads back to an
  ///   object that it is reached by.
  public init(tracing model: some Layer, input: Shape) throws(GraphError) {
    try self.init(model, input) { [NamedTensorOutput(Output.only, model($0))] }
  }

  /// Records what a model with several outputs does with one input of shape `input`.
  ///
  /// - Precondition: at least one output, each with a name of its own.
  /// - Throws: as above.
  public init(tracing model: some BranchingModel, input: Shape) throws(GraphError) {
    try self.init(model, input) { model($0) }
  }

  private init(_ model: Any, _ input: Shape, _ trace: (Tensor) -> [NamedTensorOutput]) throws(GraphError) {
    let tracer = GraphTracer()
    let results = trace(tracer.input(input))
    precondition(results.allSatisfy { $0.tensor.tracer === tracer }, "the model returned a tensor of another trace")
    precondition(
      !results.isEmpty && Set(results.map(\.name)).count == results.count,
      "a model's outputs have names of their own, not \(results.map(\.name))")
    let paths = try ModelPaths(of: model)
    let names = paths.names(for: tracer.nodes)
    if let (node, mismatch) = tracer.failure {
      throw GraphError(
        layer: "\(names[node]) (\(tracer.nodes[node].operation.name))",
        given: tracer.nodes[node].inputs.map { tracer.nodes[$0].shape }, needed: mismatch.needed,
        remedy: mismatch.remedy)
    }
    let table = NamedParameters(paths.parameters(usedBy: tracer.nodes))
    nodes = zip(names, tracer.nodes).map { name, node in
      Node(
        name: name, operation: node.operation, inputs: node.inputs,
        parameters: node.parameters.map { table.name(of: $0) }
      )
    }
    shapes = tracer.nodes.map(\.shape)
    outputs = results.map { Output(name: $0.name, node: $0.tensor.node) }
    parameters = table.descriptions
    places = Self.places(table.descriptions)
    try checkSize()
  }

  /// - Parameter shapes: what `GraphCheck` has found the nodes' to be.
  init(checked nodes: [Node], _ shapes: [Shape], _ parameters: [ParameterDescription], _ outputs: [Output]) {
    self.nodes = nodes
    self.shapes = shapes
    self.parameters = parameters
    self.outputs = outputs
    places = Self.places(parameters)
  }

  private static func places(_ parameters: [ParameterDescription]) -> [String: Int] {
    Dictionary(parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The parameters of one node.
  func parameters(of node: Int) -> NodeParameters {
    NodeParameters(
      nodes[node].parameters.compactMap { places[$0].map { parameters[$0] } },
      names: nodes[node].operation.rule.parameters.map(\.name))
  }

  /// The shape of one input, without the batch.
  public var inputShape: Shape { shapes[0] }
  /// The node of the first output.
  public var output: Int { outputs[0].node }
  /// The shape of the first output, without the batch.
  public var outputShape: Shape { shapes[output] }
  /// The number of learned values.
  public var parameterCount: Int { parameters.learnedCount }

  /// The nodes that the outputs depend on, in order: what a program has to compute.
  package var live: [Int] {
    var needed = Set(outputs.map(\.node))
    for index in nodes.indices.reversed() where needed.contains(index) { needed.formUnion(nodes[index].inputs) }
    return nodes.indices.filter(needed.contains)
  }

  /// The fewest images that a step can be given: batch normalisation needs two values a channel.
  package var smallestBatch: Int {
    let hasSingleValues = live.contains { node in
      switch nodes[node].operation {
      case .batchNorm1d, .batchNorm2d: shapes[node].count == shapes[node].channels
      default: false
      }
    }
    return hasSingleValues ? 2 : 1
  }
}

extension Graph {
  /// The shapes of a node's inputs.
  func inputShapes(of node: Int) -> [Shape] { nodes[node].inputs.map { shapes[$0] } }

  /// Multiply-adds of a node's forward pass on one image.
  func multiplyAdds(of node: Int) -> Int {
    nodes[node].operation.rule.multiplyAdds(inputs: inputShapes(of: node), output: shapes[node])
  }

  private func checkSize() throws(GraphError) {
    guard let sentence = sizeFault() else { return }
    throw GraphError(layer: "the model", given: [inputShape], needed: sentence, remedy: "make it smaller")
  }

  /// What a model of this size would need to be, whose shapes alone are right; nil when all is well.
  func sizeFault() -> String? {
    guard nodes.count <= Self.largestNodeCount else {
      return "at most \(Self.largestNodeCount) operations, not \(nodes.count)"
    }
    var total = 0
    for node in nodes.indices {
      let (sum, overflow) = total.addingReportingOverflow(multiplyAdds(of: node))
      if overflow { return "fewer multiply-adds than 2^63" }
      total = sum
    }
    return nil
  }
}

extension [ParameterDescription] {
  /// The number of learned values.
  var learnedCount: Int { reduce(0) { $0 + ($1.role == .learned ? $1.count : 0) } }
}
