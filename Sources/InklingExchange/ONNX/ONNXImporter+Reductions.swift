import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  /// Over all rows and columns, or over one of them.
  mutating func globalPooling(_ node: ONNXNode) throws(InputError) {
    let isMaximum = node.operation == "GlobalMaxPool" || node.operation == "ReduceMax"
    func operation(_ height: Int, _ width: Int) -> Graph.Operation {
      let sides = Graph.Operation.AdaptivePool2d(height: height, width: width)
      return isMaximum ? .adaptiveMaxPool2d(sides) : .adaptiveAvgPool2d(sides)
    }
    guard node.operation.hasPrefix("Reduce") else { return try add(operation(1, 1), [try operand(node)], for: node) }
    let sides = try dimensions(read: node)
    let over = Self.fromFront(try axes(node, at: 1), sides.count + 1)
    let keeps = node.integer("keepdims", default: 1) != 0
    switch value(node, 0) {
    case .arranged(let index, .channelsLast) where over == [1, 2]:
      try add(operation(1, 1), [index], for: node)
      if keeps { return set(node, .arranged(nodes.count - 1, .channelsLast)) }
    case .arranged(let index, .line) where over == [2]:
      try add(operation(1, 1), [index], for: node)
      if keeps { return set(node, .arranged(nodes.count - 1, .line)) }
    case .node, .input:
      guard sides.count == 3, let over, [[2, 3], [2], [3]].contains(over) else { fallthrough }
      let index = try operand(node)
      try add(operation(over.contains(2) ? 1 : sides[1], over.contains(3) ? 1 : sides[2]), [index], for: node)
      if keeps { return }
      if over.count == 1 { return set(node, .arranged(nodes.count - 1, .line)) }
    default: throw refusal(node, "it goes over something else than rows and columns")
    }
    try add(.flatten, [nodes.count - 1], for: node)
  }
}
