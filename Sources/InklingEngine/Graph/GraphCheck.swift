public import InklingFiles

extension Graph {
  /// A graph from its nodes, such as an importer's, with everything checked: a graph that exists can be compiled.
  ///
  /// - Parameters:
  ///   - nodes: each behind those that it reads; the first, and no other, is the input.
  ///   - parameters: all that the nodes name, in the order of a `state_dict`.
  ///   - output: the node that is the model's only output.
  /// - Throws: `InputError` of kind `.malformed` that names the node or the parameter that is wrong.
  public init(nodes: [Node], parameters: [ParameterDescription], output: Int) throws(InputError) {
    try self.init(nodes: nodes, parameters: parameters, outputs: [Output(name: Output.only, node: output)])
  }

  /// The same with several outputs.
  ///
  /// - Parameters:
  ///   - nodes: each behind those that it reads; the first, and no other, is the input.
  ///   - parameters: all that the nodes name, in the order of a `state_dict`.
  ///   - outputs: one or more, each with a name of its own.
  /// - Throws: as above.
  public init(nodes: [Node], parameters: [ParameterDescription], outputs: [Output]) throws(InputError) {
    let check = GraphCheck(nodes: nodes, parameters: parameters)
    self.init(checked: nodes, try check.shapes(), parameters, outputs)
    try check.require(outputs)
    if let needed = sizeFault() { throw InputError(.malformed, "the graph is too large", expected: needed) }
  }
}

/// Checks what is said to be a graph, node by node, so that nothing that is computed from it can overflow or trap.
struct GraphCheck {
  let nodes: [Graph.Node]
  let parameters: [ParameterDescription]

  /// The shape of each node's value.
  ///
  /// - Throws: `InputError` of kind `.malformed`, as above.
  func shapes() throws(InputError) -> [Shape] {
    guard !nodes.isEmpty, nodes.count <= Graph.largestNodeCount else {
      throw InputError(
        .malformed, "the graph has no such number of nodes", expected: "1 to \(Graph.largestNodeCount)",
        found: "\(nodes.count)")
    }
    let table = try checkedParameters()
    var unused = Set(table.keys)
    var shapes: [Shape] = []
    for (index, node) in nodes.enumerated() {
      try checkNames(of: node, at: index)
      try checkInputs(of: node, at: index)
      if let fault = node.operation.rule.fault { throw self.fault(index, found: "its \(fault)") }
      try check(node, at: index, against: table)
      unused.subtract(node.parameters)
      do throws(ShapeMismatch) {
        shapes.append(try node.operation.rule.outputShape(of: node.inputs.map { shapes[$0] }))
      } catch {
        let given = node.inputs.map { shapes[$0].description }.prefix(4).joined(separator: " and ")
        throw fault(index, expected: error.needed, found: given)
      }
    }
    if let name = unused.min() { throw InputError(.malformed, "no node of the graph uses a parameter", found: name) }
    return shapes
  }

  /// - Throws: `InputError` of kind `.malformed` for outputs that cannot be told apart, or are none of the nodes.
  func require(_ outputs: [Graph.Output]) throws(InputError) {
    guard (1...Graph.largestOutputCount).contains(outputs.count) else {
      throw InputError(
        .malformed, "the graph has no such number of outputs", expected: "1 to \(Graph.largestOutputCount)",
        found: "\(outputs.count)")
    }
    var names: Set<String> = []
    for output in outputs {
      guard nodes.indices.contains(output.node) else {
        throw InputError(
          .malformed, "the graph's output is none of its nodes", expected: "0 to \(nodes.count - 1)",
          found: "\(output.node)")
      }
      guard Self.isName(output.name), !output.name.isEmpty, names.insert(output.name).inserted else {
        throw InputError(
          .malformed, "an output of the graph has no name of its own", expected: "1 to 1000 bytes of text, each once",
          found: String(output.name.prefix(100)))
      }
    }
  }

  private func checkedParameters() throws(InputError) -> [String: ParameterDescription] {
    var table: [String: ParameterDescription] = [:]
    for (index, parameter) in parameters.enumerated() {
      let isNamed = Self.isName(parameter.name) && !parameter.name.isEmpty
      let subject = isNamed ? parameter.name : "number \(index)"
      guard isNamed, table.updateValue(parameter, forKey: parameter.name) == nil else {
        throw InputError(
          .malformed, "a parameter of the graph has no name of its own", expected: "1 to 1000 bytes of text, each once",
          found: subject)
      }
      let count = parameter.shape.allSatisfy { $0 > 0 } ? checkedProduct(parameter.shape) : nil
      guard parameter.shape.count <= 8, count.map(AttributeRange.parameterCounts.contains) == true else {
        throw InputError(
          .malformed, "the graph's parameter \(subject) has no shape",
          expected: "positive dimensions of at most \(AttributeRange.parameterCounts.upperBound) values",
          found: "\(parameter.shape.prefix(9))")
      }
      guard parameter.initializer.isValid else {
        throw InputError(
          .malformed, "the graph's parameter \(subject) cannot be drawn", expected: "a finite number",
          found: "\(parameter.initializer)")
      }
    }
    return table
  }

  private func checkNames(of node: Graph.Node, at index: Int) throws(InputError) {
    guard Self.isName(node.name) else {
      throw InputError(.malformed, "node \(index) of the graph has no name", expected: "at most 1000 bytes of text")
    }
    var isInput = false
    if case .input = node.operation { isInput = true }
    guard isInput == (index == 0) else {
      throw fault(index, expected: index == 0 ? "the input" : "another operation: the first node alone is the input")
    }
  }

  private func checkInputs(of node: Graph.Node, at index: Int) throws(InputError) {
    let counts = node.operation.rule.inputCounts
    guard counts.contains(node.inputs.count) else {
      let expected = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) or more"
      throw fault(index, expected: "\(expected) inputs", found: "\(node.inputs.count)")
    }
    if let wrong = node.inputs.first(where: { $0 < 0 || $0 >= index }) {
      throw fault(index, expected: "inputs from nodes before it", found: "node \(wrong)")
    }
  }

  private func check(
    _ node: Graph.Node, at index: Int, against table: [String: ParameterDescription]
  ) throws(InputError) {
    let forms = node.operation.rule.parameters
    guard node.parameters.count == forms.count else {
      let names = forms.map(\.name).joined(separator: ", ")
      throw fault(
        index, expected: forms.isEmpty ? "no parameters" : "the parameters \(names)", found: "\(node.parameters.count)")
    }
    for (name, form) in zip(node.parameters, forms) {
      guard let parameter = table[name] else {
        throw fault(index, expected: "a parameter of the graph as its \(form.name)", found: String(name.prefix(100)))
      }
      guard parameter.shape == form.shape, parameter.role == form.role else {
        throw fault(
          index, expected: "a \(form.role.rawValue) \(form.name) of \(form.shape)",
          found: "\(name), a \(parameter.role.rawValue) one of \(parameter.shape)")
      }
    }
  }

  /// Text that can be printed on one line.
  private static func isName(_ name: String) -> Bool {
    name.utf8.count <= 1000 && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }

  private func fault(_ index: Int, expected: String? = nil, found: String? = nil) -> InputError {
    let node = nodes[index]
    let name = node.name.isEmpty ? "" : ", \(node.name.prefix(100))"
    return InputError(
      .malformed, "the graph is wrong at node \(index)\(name) (\(node.operation.name))", expected: expected,
      found: found)
  }
}
