import InklingFormats
import InklingONNX

extension ONNXModel {
  /// The model's nodes with each layer normalisation that PyTorch's exporter spelled out below operator set 17 made one node
  /// again, with d = x - mean(x): `d / sqrt(mean(d^2) + eps) * weight + bias`. Weight and bias may be missing.
  ///
  /// What other nodes read of its parts stays.
  var nodesWithLayerNorm: [ONNXNode] {
    let nodes = graph.nodes
    guard nodes.allSatisfy(\.isONNX), nodes.contains(where: { $0.operation == "Sqrt" }) else { return nodes }
    let look = LayerNormSearch(index: ONNXNodeIndex(self))
    var found: [Int: ONNXNode] = [:]
    for (place, node) in nodes.enumerated() where node.operation == "Div" {
      guard let (last, norm) = look.norm(endingWith: place) else { continue }
      found[last] = norm
    }
    return found.isEmpty ? nodes : withoutUnread(nodes.enumerated().map { found[$0] ?? $1 })
  }
}

/// Finds the parts of layer normalisations among a model's nodes.
private struct LayerNormSearch {
  let index: ONNXNodeIndex
  private var nodes: [ONNXNode] { index.nodes }

  /// The normalisation whose quotient this node is, and the place of the last node of it.
  func norm(endingWith place: Int) -> (last: Int, norm: ONNXNode)? {
    guard let (difference, root) = operands(nodes[place]), let subtraction = node(difference, "Sub"),
      let (x, mean) = operands(subtraction), let axes = axes(ofMean: mean, of: x),
      let sum = node(root, "Sqrt")?.inputs.first,
      let addition = node(sum, "Add"), let (variance, epsilon) = number(of: addition), epsilon > 0,
      let square = node(variance, "ReduceMean")?.inputs.first, self.axes(ofMean: variance, of: square) == axes,
      isSquare(square, of: difference)
    else { return nil }
    var inputs = [x]
    var last = place
    for operation in ["Mul", "Add"] {
      guard let next = index.onlyReader(of: nodes[last].outputs[0]), nodes[next].operation == operation,
        let (first, second) = operands(nodes[next])
      else { break }
      let other = first == nodes[last].outputs[0] ? second : first
      guard index.constant(other)?.shape.count == axes else { break }
      inputs.append(other)
      last = next
    }
    let attributes = [ONNXAttribute("axis", integer: -axes), ONNXAttribute("epsilon", float: Float(epsilon))]
    return (
      last,
      ONNXNode(
        "LayerNormalization", name: nodes[place].name, inputs: inputs, outputs: nodes[last].outputs,
        attributes: attributes)
    )
  }

  private func operands(_ node: ONNXNode) -> (String, String)? {
    node.inputs.count == 2 ? (node.inputs[0], node.inputs[1]) : nil
  }

  private func node(_ value: String, _ operation: String) -> ONNXNode? { index.node(value, operation) }

  /// Over how many dimensions from the last one on a value is the mean of another; nil where it is none, or over others.
  private func axes(ofMean mean: String, of value: String) -> Int? {
    guard let node = node(mean, "ReduceMean"), node.inputs.first == value, node.integer("keepdims", default: 1) == 1
    else { return nil }
    let given =
      node.inputs.count > 1 ? try? index.constant(node.inputs[1])?.integers().map(Int.init) : node.integers("axes")
    guard let axes = given?.sorted(), let first = axes.first else { return nil }
    let count = axes.count
    // From the first one behind the batch on: the importer knows whether these are all.
    let isWhole = first < 0 ? axes == Array(-count..<0) : axes == Array(1...count)
    return isWhole ? count : nil
  }

  private func isSquare(_ square: String, of value: String) -> Bool {
    if let power = node(square, "Pow"), let (base, exponent) = operands(power) {
      return base == value && index.number(exponent) == 2
    }
    return node(square, "Mul")?.inputs == [value, value]
  }

  /// The other operand of a sum with one number, and that number.
  private func number(of sum: ONNXNode) -> (String, Double)? {
    guard let (first, second) = operands(sum) else { return nil }
    return index.number(second).map { (first, $0) } ?? index.number(first).map { (second, $0) }
  }
}
