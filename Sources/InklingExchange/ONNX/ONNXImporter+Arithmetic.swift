import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  mutating func arithmetic(_ node: ONNXNode) throws(InputError) {
    let isKnown = (0...1).map { place in if case .constant = value(node, place) { true } else { false } }
    guard isKnown.contains(true) else { return try combination(node) }
    let place = isKnown[0] ? 1 : 0
    let array = try constant(node, 1 - place, "constant")
    guard place == 0 || node.operation == "Add" || node.operation == "Mul" else {
      throw refusal(node, "it takes the images from a constant")
    }
    var numbers = try array.floats()
    switch node.operation {
    case "Sub": numbers = numbers.map { -$0 }
    case "Div":
      guard numbers.allSatisfy({ $0 != 0 }) else { throw refusal(node, "it divides by zero") }
      numbers = numbers.map { 1 / $0 }
    default: break
    }
    let multiplies = node.operation == "Mul" || node.operation == "Div"
    let factors = try perChannel(numbers, array.shape, node, place)
    if case .input(let scale, let shift, let order) = value(node, place) {
      return set(
        node,
        multiplies
          ? .input(
            scale: zip(scale, factors).map { $0 * $1 }, shift: zip(shift, factors).map { $0 * $1 }, order: order)
          : .input(scale: scale, shift: zip(shift, factors).map { $0 + $1 }, order: order))
    }
    let index = try operand(node, place)
    if isRead(onceBy: node, place), fold(factors, multiplies, into: index) { return set(node, .node(index)) }
    let (ones, zeros) = (factors.map { _ in Float(1) }, factors.map { _ in Float(0) })
    try affine(multiplies ? factors : ones, multiplies ? zeros : factors, index, node)
  }

  /// The graph's node that a node reads, times a number, plus another: in its own weights where it has some, or behind it.
  mutating func scaled(_ node: ONNXNode, by factor: Float, plus summand: Float) throws(InputError) -> Int {
    let index = try operand(node)
    let ones = [Float](repeating: 1, count: shapes[index].channels)
    let (factors, summands) = (ones.map { $0 * factor }, ones.map { $0 * summand })
    if isRead(onceBy: node, 0), fold(factors, true, into: index), fold(summands, false, into: index) { return index }
    try affine(factors, summands, index, node, as: false)
    return nodes.count - 1
  }

  /// Constants as one number a channel or feature. ONNX compares dimensions from the last one on: a constant must have its
  /// numbers where the file has the value's channels, and may not give the value more dimensions.
  ///
  /// - Parameters:
  ///   - numbers: the constant's.
  ///   - shape: the constant's.
  ///   - place: of the value among the node's inputs.
  func perChannel(
    _ numbers: [Float], _ shape: [Int], _ node: ONNXNode, _ place: Int
  ) throws(InputError) -> [Float] {
    let value = value(node, place)
    guard let sides = fileDimensions(value), let index = value?.source else {
      throw refusal(node, "its input has a shape that no layer makes")
    }
    let channels = shapes[index].channels
    let axis = channelAxis(of: value)
    let full = Array(repeating: 1, count: max(0, sides.count + 1 - shape.count)) + shape
    let fits = full.enumerated().allSatisfy { place, side in
      side == 1 || axis.map { place == $0 + 1 && side == channels } == true
    }
    guard full.count == sides.count + 1, fits else {
      throw refusal(
        node, "its constant is not one number a channel",
        found: "\(shape.prefix(8)) for \(["N"] + sides.map(String.init))")
    }
    return numbers.count == 1 ? Array(repeating: numbers[0], count: channels) : numbers
  }

  /// Puts a factor or a summand into a layer's own weights; false for a layer that has none for it.
  private mutating func fold(_ numbers: [Float], _ multiplies: Bool, into index: Int) -> Bool {
    var weights = tensors[index].map(\.values)
    switch nodes[index].operation {
    case .conv2d(var layer):
      if !multiplies, !layer.bias { weights.append(Array(repeating: 0, count: numbers.count)) }
      layer.bias = layer.bias || !multiplies
      Self.apply(numbers, multiplies, &weights)
      replace(index, .conv2d(layer), weights)
    case .linear(var layer):
      if !multiplies, !layer.bias { weights.append(Array(repeating: 0, count: numbers.count)) }
      layer.bias = layer.bias || !multiplies
      Self.apply(numbers, multiplies, &weights)
      replace(index, .linear(layer), weights)
    case .groupNorm(var layer):
      if !layer.affine { weights = [numbers.map { _ in 1 }, numbers.map { _ in 0 }] }
      layer.affine = true
      Self.apply(numbers, multiplies, &weights)
      replace(index, .groupNorm(layer), weights)
    default: return false
    }
    return true
  }

  /// To a weight whose first dimension is the channels, and a bias.
  private static func apply(_ numbers: [Float], _ multiplies: Bool, _ weights: inout [[Float]]) {
    if !multiplies {
      weights[1] = zip(weights[1], numbers).map { $0 + $1 }
      return
    }
    let row = weights[0].count / max(1, numbers.count)
    for place in weights[0].indices { weights[0][place] *= numbers[place / row] }
    if weights.count > 1 { weights[1] = zip(weights[1], numbers).map { $0 * $1 } }
  }

  /// A layer of its own: a convolution of each channel by itself, or a diagonal matrix.
  private mutating func affine(
    _ scale: [Float], _ shift: [Float], _ index: Int, _ node: ONNXNode, as output: Bool = true
  ) throws(InputError) {
    if shapes[index].isImage {
      let layer = Graph.Operation.Conv2d(
        inChannels: scale.count, outChannels: scale.count, kernelSize: 1, groups: scale.count)
      return try add(.conv2d(layer), [index], [scale, shift], for: node, as: output)
    }
    guard scale.count <= 2048 else { throw refusal(node, "it is a constant for each of so many features") }
    var matrix = [Float](repeating: 0, count: scale.count * scale.count)
    for place in scale.indices { matrix[place * scale.count + place] = scale[place] }
    try add(
      .linear(.init(inFeatures: scale.count, outFeatures: scale.count)), [index], [matrix, shift], for: node, as: output
    )
  }

  /// Of two values that the network computes.
  private mutating func combination(_ node: ONNXNode) throws(InputError) {
    let (first, second) = (try operand(node, 0), try operand(node, 1))
    if node.operation == "Add", shapes[first] == shapes[second] { return try add(.add, [first, second], for: node) }
    // x * sigmoid(x) and the like, which exporters write as two nodes.
    if node.operation == "Mul" {
      for (value, gate) in [(first, second), (second, first)] where nodes[gate].inputs == [value] {
        switch nodes[gate].operation {
        case .sigmoid: return try add(.silu, [value], for: node)
        case .hardsigmoid: return try add(.hardswish, [value], for: node)
        default: break
        }
      }
    }
    throw refusal(
      node,
      node.operation == "Add"
        ? "its operands differ in shape"
        : node.operation == "Mul"
          ? "it multiplies two values that the network computes, as a gate does"
          : "it combines two values that the network computes")
  }
}
