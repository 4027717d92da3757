import InklingFormats
import InklingONNX

extension ONNXModel {
  /// The model's nodes with each GELU that an older exporter spelled out by the error function, or by tanh, made one node
  /// again: `0.5 * x * (1 + erf(x / sqrt(2)))` and `0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))`.
  ///
  /// What other nodes read of its parts stays.
  var nodesWithGELU: [ONNXNode] {
    let nodes = graph.nodes
    let ends = ["Erf", "Tanh"]
    guard nodes.allSatisfy(\.isONNX), nodes.contains(where: { ends.contains($0.operation) }) else { return nodes }
    let look = GELUSearch(index: ONNXNodeIndex(self))
    var found: [Int: ONNXNode] = [:]
    for node in nodes where ends.contains(node.operation) {
      guard let (last, gelu) = look.gelu(around: node) else { continue }
      found[last] = gelu
    }
    return found.isEmpty ? nodes : withoutUnread(nodes.enumerated().map { found[$0] ?? $1 })
  }
}

/// Finds the parts of GELUs among a model's nodes.
private struct GELUSearch {
  let index: ONNXNodeIndex

  /// The GELU that this error function or tanh is in, and the place of the last node of it.
  func gelu(around end: ONNXNode) -> (last: Int, gelu: ONNXNode)? {
    guard let scaling = end.inputs.first.flatMap({ index.maker(of: $0) }).map({ index.nodes[$0] }),
      let x = end.operation == "Erf" ? image(ofErf: scaling) : image(ofTanh: scaling),
      var last = index.onlyReader(of: end.outputs[0]), index.nodes[last].operation == "Add",
      index.factor(of: index.nodes[last], near: 1) == end.outputs[0]
    else { return nil }
    var (value, hasImage, hasHalf) = (index.nodes[last].outputs[0], false, false)
    while !(hasImage && hasHalf) {
      guard let place = index.onlyReader(of: value), case let product = index.nodes[place], product.operation == "Mul",
        product.inputs.count == 2
      else { return nil }
      let other = product.inputs[product.inputs[0] == value ? 1 : 0]
      if other == x, !hasImage {
        hasImage = true
      } else if index.factor(of: product, near: 0.5) == value, !hasHalf {
        hasHalf = true
      } else if let half = index.node(other, "Mul"), index.factor(of: half, near: 0.5) == x, !hasImage, !hasHalf {
        (hasImage, hasHalf) = (true, true)
      } else {
        return nil
      }
      (value, last) = (product.outputs[0], place)
    }
    let attributes = end.operation == "Erf" ? [] : [ONNXAttribute("approximate", text: "tanh")]
    return (last, ONNXNode("Gelu", name: end.name, inputs: [x], outputs: [value], attributes: attributes))
  }

  /// The x of `x / sqrt(2)`.
  private func image(ofErf scaling: ONNXNode) -> String? {
    switch scaling.operation {
    case "Div": index.factor(of: scaling, near: 2.0.squareRoot())
    case "Mul": index.factor(of: scaling, near: 0.5.squareRoot())
    default: nil
    }
  }

  /// The x of `sqrt(2 / pi) * (x + 0.044715 * x^3)`.
  private func image(ofTanh scaling: ONNXNode) -> String? {
    func maker(_ value: String, _ operation: String) -> ONNXNode? {
      index.node(value, operation).flatMap { $0.inputs.count == 2 ? $0 : nil }
    }
    guard scaling.operation == "Mul", let value = index.factor(of: scaling, near: (2 / Double.pi).squareRoot()),
      let sum = maker(value, "Add")
    else { return nil }
    return (0...1).lazy.map { (sum.inputs[$0], sum.inputs[1 - $0]) }.first { x, term in
      guard let product = maker(term, "Mul"), let cube = index.factor(of: product, near: 0.044715) else { return false }
      if let power = maker(cube, "Pow") { return power.inputs[0] == x && index.isNumber(power.inputs[1], near: 3) }
      guard let factors = maker(cube, "Mul")?.inputs, let place = factors.firstIndex(of: x) else { return false }
      let square = factors[1 - place]
      if let power = maker(square, "Pow") { return power.inputs[0] == x && index.isNumber(power.inputs[1], near: 2) }
      return maker(square, "Mul")?.inputs == [x, x]
    }?.0
  }
}
