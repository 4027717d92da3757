/// One operation of a traced model.
package struct Node: Sendable {
  package let operation: any Operation
  /// The nodes whose values it reads.
  package let inputs: [Int]
  /// The shape of its value, without the batch.
  package let shape: Shape
  /// The layer that recorded it, when that layer has no parameters to tell it by.
  package let identity: LayerIdentity?
}

/// A model as the sequence of operations it calls: a directed acyclic graph with every shape checked.
///
/// Everything else reads this: the program that trains it, the summary, the exporters.
public struct Graph: Sendable {
  package let nodes: [Node]
  /// A name for each node: the layer's path in the model, or the operation's name.
  package let names: [String]
  /// The node that is the model's output.
  package let output: Int
  /// The parameters in the order of the model's properties, with their names ("conv1.weight"), statistics too
  /// ("bn1.running_mean").
  public let parameters: [(name: String, parameter: Parameter)]

  /// Records what `model` does with one input of shape `input`.
  ///
  /// - Throws: `GraphError` where a layer cannot take the shape it is given, or where a property leads back to an
  ///   object that it is reached by.
  public init(tracing model: some Layer, input: Shape) throws(GraphError) {
    let tracer = GraphTracer()
    let result = model(tracer.input(input))
    precondition(result.tracer === tracer, "the model returned a tensor of another trace")
    let paths = try ModelPaths(of: model)
    let names = paths.names(for: tracer.nodes)
    if let (node, mismatch) = tracer.failure {
      throw GraphError(
        layer: "\(names[node]) (\(tracer.nodes[node].operation.name))",
        given: tracer.nodes[node].inputs.map { tracer.nodes[$0].shape }, needed: mismatch.needed,
        remedy: mismatch.remedy)
    }
    nodes = tracer.nodes
    self.names = names
    output = result.node
    parameters = paths.parameters(usedBy: tracer.nodes)
  }

  /// The shape of one input, without the batch.
  public var inputShape: Shape { nodes[0].shape }
  /// The shape of one output, without the batch.
  public var outputShape: Shape { nodes[output].shape }
  /// The number of learned values.
  public var parameterCount: Int { parameters.map(\.parameter).learnedCount }

  /// The nodes that the output depends on, in order: what a program has to compute.
  package var live: [Int] {
    var needed = Set([output])
    for index in nodes.indices.reversed() where needed.contains(index) { needed.formUnion(nodes[index].inputs) }
    return nodes.indices.filter(needed.contains)
  }

  /// The fewest images that a step can be given: batch normalisation needs two values a channel.
  package var smallestBatch: Int {
    live.contains { nodes[$0].operation is BatchNormalization && nodes[$0].shape.count == nodes[$0].shape.channels }
      ? 2 : 1
  }
}

extension [Parameter] {
  /// The number of learned values.
  var learnedCount: Int { reduce(0) { $0 + ($1.role == .learned ? $1.count : 0) } }
}
