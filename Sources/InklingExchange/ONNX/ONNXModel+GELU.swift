import InklingFormats
import InklingONNX

extension ONNXModel {
  /// The model's nodes with each GELU that an older exporter spelled out by the error function, or by tanh, made one node
  /// again: `0.5 * x * (1 + erf(x / sqrt(2)))` and `0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))`.
  var nodesWithGELU: [ONNXNode] {
    var nodes = graph.nodes
    let ends = ["Erf", "Tanh"]
    guard nodes.allSatisfy(\.isONNX), nodes.contains(where: { ends.contains($0.operation) }) else { return nodes }
    let makers = Dictionary(
      nodes.compactMap { node in node.outputs.first.map { ($0, node) } }, uniquingKeysWith: { first, _ in first })
    for node in graph.nodes where ends.contains(node.operation) {
      if let found = gelu(around: node, in: nodes, makers) {
        nodes.removeAll { $0.outputs == found.outputs }
        // Where the last of its nodes was: all that it reads is there.
        nodes.insert(found, at: graphPlace(of: found, in: nodes))
      }
    }
    return nodes.count == graph.nodes.count && nodes == graph.nodes ? nodes : withoutUnread(nodes)
  }

  /// Before the first node that reads it.
  private func graphPlace(of gelu: ONNXNode, in nodes: [ONNXNode]) -> Int {
    nodes.firstIndex { $0.inputs.contains(gelu.outputs[0]) } ?? nodes.count
  }

  private func gelu(around erf: ONNXNode, in nodes: [ONNXNode], _ makers: [String: ONNXNode]) -> ONNXNode? {
    guard let scaling = erf.inputs.first.flatMap({ makers[$0] }),
      let x = erf.operation == "Erf" ? image(ofErf: scaling) : image(ofTanh: scaling, makers),
      let sum = onlyReader(of: erf.outputs[0], in: nodes), sum.operation == "Add",
      factor(of: sum, near: 1) == erf.outputs[0]
    else { return nil }
    var (value, hasImage, hasHalf) = (sum.outputs[0], false, false)
    while !(hasImage && hasHalf) {
      guard let product = onlyReader(of: value, in: nodes), product.operation == "Mul", product.inputs.count == 2
      else { return nil }
      let other = product.inputs[product.inputs[0] == value ? 1 : 0]
      if other == x, !hasImage {
        hasImage = true
      } else if factor(of: product, near: 0.5) == value, !hasHalf {
        hasHalf = true
      } else if let half = nodes.first(where: { $0.outputs.first == other }), half.operation == "Mul",
        factor(of: half, near: 0.5) == x, !hasImage, !hasHalf
      {
        (hasImage, hasHalf) = (true, true)
      } else {
        return nil
      }
      value = product.outputs[0]
    }
    let attributes = erf.operation == "Erf" ? [] : [ONNXAttribute("approximate", text: "tanh")]
    return ONNXNode("Gelu", name: erf.name, inputs: [x], outputs: [value], attributes: attributes)
  }

  /// The x of `x / sqrt(2)`.
  private func image(ofErf scaling: ONNXNode) -> String? {
    factor(of: scaling, near: scaling.operation == "Div" ? 2.0.squareRoot() : 0.5.squareRoot())
  }

  /// The x of `sqrt(2 / pi) * (x + 0.044715 * x^3)`.
  private func image(ofTanh scaling: ONNXNode, _ makers: [String: ONNXNode]) -> String? {
    func maker(_ value: String, _ operation: String) -> ONNXNode? {
      makers[value].flatMap { $0.operation == operation && $0.inputs.count == 2 ? $0 : nil }
    }
    guard scaling.operation == "Mul", let value = factor(of: scaling, near: (2 / Double.pi).squareRoot()),
      let sum = maker(value, "Add")
    else { return nil }
    return (0...1).lazy.map { (sum.inputs[$0], sum.inputs[1 - $0]) }.first { x, term in
      guard let product = maker(term, "Mul"), let cube = factor(of: product, near: 0.044715) else { return false }
      if let power = maker(cube, "Pow") { return power.inputs[0] == x && isNumber(power.inputs[1], near: 3) }
      guard let factors = maker(cube, "Mul")?.inputs, let place = factors.firstIndex(of: x) else { return false }
      let square = factors[1 - place]
      if let power = maker(square, "Pow") { return power.inputs[0] == x && isNumber(power.inputs[1], near: 2) }
      return maker(square, "Mul")?.inputs == [x, x]
    }?.0
  }

  private func onlyReader(of value: String, in nodes: [ONNXNode]) -> ONNXNode? {
    let readers = nodes.filter { $0.inputs.contains(value) }
    return readers.count == 1 && !graph.outputs.contains { $0.name == value } ? readers[0] : nil
  }

  /// The other operand of a node that has one number for the first or second, about this one.
  private func factor(of node: ONNXNode, near number: Double) -> String? {
    guard ["Mul", "Div", "Add"].contains(node.operation), node.inputs.count == 2 else { return nil }
    for place in node.operation == "Div" ? [1] : [0, 1] where isNumber(node.inputs[place], near: number) {
      return node.inputs[1 - place]
    }
    return nil
  }

  private func isNumber(_ name: String, near number: Double) -> Bool {
    var array = graph.initializers.first { $0.name == name }
    if array == nil, let node = graph.nodes.first(where: { $0.outputs.first == name }), node.operation == "Constant",
      case .tensor(let tensor) = node.attribute("value")
    {
      array = tensor
    }
    guard let array, array.count == 1, let found = try? array.numbers().first else { return false }
    return (found - number).magnitude < 1e-5 * number
  }
}
