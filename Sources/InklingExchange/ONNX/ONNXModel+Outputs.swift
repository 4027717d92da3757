import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXModel {
  /// The model with one output alone, and without the nodes that only others need.
  ///
  /// - Parameters:
  ///   - output: which; nil for the only one.
  ///   - path: for errors.
  /// - Throws: `InputError`: `.usage` for an output that it does not have; `.malformed` for several where none is named.
  func giving(_ output: String?, _ path: String?) throws(InputError) -> ONNXModel {
    let names = NameList.text(graph.outputs.map { String($0.name.prefix(60)) })
    guard let output else {
      guard graph.outputs.count > 1 else { return self }
      throw InputError(
        .malformed, "the model has several outputs, and a network here has one", path: path, expected: "one output",
        found: names, remedy: outputRemedy)
    }
    guard let chosen = graph.outputs.first(where: { $0.name == output }) else {
      throw InputError(
        .usage, "--onnx-output names no output of the model", path: path, expected: names,
        found: "'\(output.prefix(60))'")
    }
    var model = self
    model.graph.outputs = [chosen]
    if graph.outputs.count > 1 { model.graph.nodes = model.withoutUnread(graph.nodes) }
    return model
  }

  /// What may be done with the outputs. Some, such as the labels that scikit-learn's converter gives, need operations of
  /// another domain, which nobody here follows.
  private var outputRemedy: String? {
    let known = graph.outputs.filter { output in
      var alone = self
      alone.graph.outputs = [output]
      return alone.withoutUnread(graph.nodes).allSatisfy(\.isONNX)
    }
    if known.count == graph.outputs.count {
      return "import it with --onnx-output and one of them; 'inkling run' answers with all of them"
    }
    guard !known.isEmpty else { return "no output is made by ONNX's own operations alone: export it without others" }
    let names = NameList.text(known.map { String($0.name.prefix(60)) })
    return "import it with --onnx-output and what ONNX's own operations make: \(names)"
  }

  /// The nodes of which something is read.
  func withoutUnread(_ nodes: [ONNXNode]) -> [ONNXNode] {
    var read = Set(graph.outputs.map(\.name))
    var kept: [ONNXNode] = []
    for node in nodes.reversed() where node.outputs.contains(where: read.contains) {
      read.formUnion(node.inputs)
      kept.append(node)
    }
    return kept.reversed()
  }
}

extension ONNXNode {
  /// Whether its operation is one of ONNX's own.
  var isONNX: Bool { domain.isEmpty || domain == "ai.onnx" }
}
