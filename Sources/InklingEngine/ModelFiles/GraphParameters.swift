package import InklingFiles

/// A graph's parameters by name, each checked against the graph.
package struct GraphParameters {
  private let values: [String: [Float]]
  /// How many numbers there are in all.
  package let count: Int

  /// - Throws: `InputError` of kind `.malformed` for a tensor that is missing, misshapen or not finite.
  package init(_ graph: Graph, _ parameters: [NamedTensor]) throws(InputError) {
    let given = Dictionary(parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var values: [String: [Float]] = [:]
    var count = 0
    for description in graph.parameters {
      guard let tensor = given[description.name] else {
        throw InputError(.malformed, "a parameter of the network is missing", expected: description.name)
      }
      guard tensor.shape == description.shape, tensor.values.count == description.count else {
        throw InputError(
          .malformed, "the parameter \(description.name) is not the network's", expected: "\(description.shape)",
          found: "\(tensor.shape.prefix(8))")
      }
      if let place = tensor.values.firstIndex(where: { !$0.isFinite }) {
        throw InputError(
          .malformed, "the parameter \(description.name) cannot be written", expected: "finite numbers",
          found: "\(tensor.values[place]) at \(place)", remedy: "train the network again with a lower learning rate")
      }
      values[description.name] = tensor.values
      count += tensor.values.count
    }
    self.values = values
    self.count = count
  }

  /// A node's parameters in the operation's order.
  package func of(_ node: Graph.Node) -> [[Float]] { node.parameters.map { values[$0] ?? [] } }
}
