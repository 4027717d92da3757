import InklingFormats
import InklingONNX

/// Who makes and who reads each value of a model, so that a pattern of nodes is looked for in one pass over them.
struct ONNXNodeIndex {
  let nodes: [ONNXNode]
  private let outputs: Set<String>
  private var makers: [String: Int] = [:]
  private var readers: [String: [Int]] = [:]
  private var constants: [String: NamedArray] = [:]

  init(_ model: ONNXModel) {
    nodes = model.graph.nodes
    outputs = Set(model.graph.outputs.map(\.name))
    for array in model.graph.initializers { constants[array.name] = array }
    for (place, node) in nodes.enumerated() {
      for name in node.outputs { makers[name] = place }
      for name in Set(node.inputs) { readers[name, default: []].append(place) }
      if node.operation == "Constant", let name = node.outputs.first, case .tensor(let tensor) = node.attribute("value")
      {
        constants[name] = tensor
      }
    }
  }

  /// The place of the node that makes a value.
  func maker(of value: String) -> Int? { makers[value] }

  /// The node that makes a value, where it is of that operation.
  func node(_ value: String, _ operation: String) -> ONNXNode? {
    makers[value].flatMap { nodes[$0].operation == operation ? nodes[$0] : nil }
  }

  /// The place of the one node that reads a value; nil where several do, none, or the model gives it.
  func onlyReader(of value: String) -> Int? {
    guard let all = readers[value], all.count == 1, !outputs.contains(value) else { return nil }
    return all[0]
  }

  func constant(_ name: String) -> NamedArray? { constants[name] }

  /// The one number that a constant holds.
  func number(_ name: String) -> Double? {
    guard let array = constants[name], array.count == 1 else { return nil }
    return try? array.numbers().first
  }

  /// The other operand of a node of two that has one number for the first or second, about this one.
  func factor(of node: ONNXNode, near number: Double) -> String? {
    guard ["Mul", "Div", "Add"].contains(node.operation), node.inputs.count == 2 else { return nil }
    for place in node.operation == "Div" ? [1] : [0, 1] where isNumber(node.inputs[place], near: number) {
      return node.inputs[1 - place]
    }
    return nil
  }

  func isNumber(_ name: String, near number: Double) -> Bool {
    self.number(name).map { ($0 - number).magnitude < 1e-5 * number } ?? false
  }
}
