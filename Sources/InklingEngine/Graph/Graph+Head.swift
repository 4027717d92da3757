package import InklingFiles

extension Graph {
  /// Whether another graph has the same operations on the same parameters, whatever its nodes are called.
  package func computesAs(_ other: Graph) -> Bool {
    outputs == other.outputs && parameters == other.parameters
      && nodes.elementsEqual(other.nodes) {
        $0.operation == $1.operation && $0.inputs == $1.inputs && $0.parameters == $1.parameters
      }
  }

  /// The same graph with a last linear layer of so many outputs, whose parameters keep their names.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the last layer with parameters is no linear layer, or its outputs
  ///   are not the model's.
  package func withHead(outputs: Int) throws(InputError) -> Graph {
    guard outputShape.dimensions != [outputs] else { return self }
    guard self.outputs.count == 1 else {
      throw InputError(
        .malformed, "the network has several heads, of which none can be replaced",
        found: self.outputs.map(\.name).joined(separator: ", "))
    }
    guard let last = live.last(where: { !nodes[$0].parameters.isEmpty }), case .linear(var head) = nodes[last].operation
    else {
      throw InputError(
        .malformed, "the network has no head to replace", expected: "a linear layer as its last one with parameters")
    }
    head.outFeatures = outputs
    let operation = Graph.Operation.linear(head)
    var changed = nodes
    changed[last].operation = operation
    var table = parameters
    for (name, form) in zip(nodes[last].parameters, operation.rule.parameters) {
      for index in table.indices where table[index].name == name { table[index].shape = form.shape }
    }
    let graph = try Graph(nodes: changed, parameters: table, outputs: self.outputs)
    guard graph.outputShape.dimensions == [outputs] else {
      throw InputError(
        .malformed, "the network's head does not decide how many outputs it has", expected: "\(outputs)",
        found: "\(graph.outputShape)")
    }
    return graph
  }
}
