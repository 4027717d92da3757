import InklingEngine
import InklingFiles
import InklingONNX

extension ONNXGraphWriter {
  /// By the running statistics.
  mutating func batchNorm(
    _ norm: Graph.Operation.BatchNorm, _ node: Graph.Node, _ x: String
  ) throws(InputError) -> String {
    var names = node.parameters[...]
    var inputs = [x]
    if norm.affine {
      inputs.append(try parameter(names.removeFirst()))
      inputs.append(try parameter(names.removeFirst()))
    } else {
      inputs.append(constant("\(node.name).ones", [norm.numFeatures], Array(repeating: 1, count: norm.numFeatures)))
      inputs.append(constant("\(node.name).zeros", [norm.numFeatures], Array(repeating: 0, count: norm.numFeatures)))
    }
    for name in names { inputs.append(try parameter(name)) }
    return add(
      "BatchNormalization", inputs,
      [ONNXAttribute("epsilon", float: norm.eps), ONNXAttribute("momentum", float: 1 - norm.momentum)], name: node.name)
  }

  /// As an instance normalisation of the groups, which every operator set has, then weight and bias.
  mutating func groupNorm(
    _ norm: Graph.Operation.GroupNorm, _ shape: Shape, _ node: Graph.Node, _ x: String
  ) throws(InputError) -> String {
    let name = node.name
    let groups = add("Reshape", [x, integers("\(name).groups", [0, norm.numGroups, -1])], name: "\(name).grouped")
    let normalized = add(
      "InstanceNormalization",
      [
        groups, constant("\(name).ones", [norm.numGroups], Array(repeating: 1, count: norm.numGroups)),
        constant("\(name).zeros", [norm.numGroups], Array(repeating: 0, count: norm.numGroups)),
      ], [ONNXAttribute("epsilon", float: norm.eps)], name: "\(name).normalized")
    let back = add(
      "Reshape", [normalized, integers("\(name).shape", [0] + shape.dimensions)],
      name: norm.affine ? "\(name).reshaped" : name)
    guard norm.affine else { return back }
    let factors = [shape.channels] + shape.dimensions.dropFirst().map { _ in 1 }
    let scaled = add("Mul", [back, try parameter(node.parameters[0], reshaped: factors)], name: "\(name).scaled")
    return add("Add", [scaled, try parameter(node.parameters[1], reshaped: factors)], name: name)
  }

  /// Over all but the batch.
  mutating func layerNorm(
    eps: Float, _ shape: Shape, _ node: Graph.Node, _ x: String
  ) throws(InputError) -> String {
    var inputs = [x]
    for name in node.parameters { inputs.append(try parameter(name)) }
    if inputs.count == 1 {
      inputs.append(constant("\(node.name).ones", shape.dimensions, Array(repeating: 1, count: shape.count)))
    }
    return add(
      "LayerNormalization", inputs,
      [ONNXAttribute("axis", integer: 1), ONNXAttribute("epsilon", float: eps)], name: node.name)
  }
}
