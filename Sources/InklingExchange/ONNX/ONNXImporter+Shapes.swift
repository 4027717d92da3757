import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  /// Flatten and what amounts to it; everything else that turns dimensions about no layer does.
  mutating func reshaping(_ node: ONNXNode) throws(InputError) {
    switch node.operation {
    case "Flatten":
      guard node.integer("axis", default: 1) == 1 else { throw refusal(node, "it does not keep the batch") }
      try flatten(node)
    case "Reshape": try reshape(node)
    case "Squeeze": try squeeze(node)
    case "Transpose":
      if case .input = value(node, 0), node.turnsChannelsFirst, let input = value(node, 0) { return set(node, input) }
      let index = try operand(node)
      // Turning about dimensions of one element each moves nothing.
      let shape = shapes[index]
      guard shape.count == shape.channels, let order = node.integers("perm"), order.first == 0,
        order.count == shape.dimensions.count + 1, order.count == 2 || order[1] == 1
      else { throw refusal(node, "it turns about what the network computes") }
      set(node, .node(index))
    default: throw refusal(node, "it adds a dimension")
    }
  }

  private mutating func flatten(_ node: ONNXNode) throws(InputError) {
    let index = try operand(node)
    if shapes[index].isImage { try add(.flatten, [index], for: node) } else { set(node, .node(index)) }
  }

  private mutating func squeeze(_ node: ONNXNode) throws(InputError) {
    let index = try operand(node)
    var axes = node.integers("axes")
    if value(node, 1) != nil { axes = try constant(node, 1, "axes").integers().map { Int($0) } }
    let shape = shapes[index]
    guard shape.isImage, shape.height == 1, shape.width == 1,
      let axes, Set(axes.map { $0 < 0 ? $0 + 4 : $0 }) == [2, 3]
    else { throw refusal(node, "it takes away other dimensions than rows and columns") }
    try flatten(node)
  }

  private mutating func reshape(_ node: ONNXNode) throws(InputError) {
    let target: [Int]
    switch value(node, 1) {
    case .constant(let array), .dimensions(let array): target = try array.integers().map { Int(clamping: $0) }
    default: throw refusal(node, "its shape is no constant")
    }
    if node.integer("allowzero", default: 0) == 1, target.contains(0) {
      throw refusal(node, "it makes a dimension of no elements")
    }
    if case .normalizedGroups(let index, let count, let eps) = value(node, 0) {
      let channels = shapes[index].channels
      guard isBatch(target.first), Array(target.dropFirst()) == shapes[index].dimensions else {
        throw refusal(node, "groups are not put back together as they were", found: "\(target.prefix(8))")
      }
      let norm = Graph.Operation.GroupNorm(numGroups: count, numChannels: channels, eps: eps, affine: false)
      return try add(.groupNorm(norm), [index], for: node)
    }
    let index = try operand(node)
    let shape = shapes[index]
    let rest = Array(target.dropFirst())
    if rest == shape.dimensions, isBatch(target.first) { return set(node, .node(index)) }
    if rest.count == 1, rest[0] == shape.count || rest[0] == -1 && target.first != -1, isBatch(target.first) {
      return try flatten(node)
    }
    if rest.count == 2, rest[0] > 0, shape.channels % rest[0] == 0, isBatch(target.first),
      rest[1] == -1 || rest[1] == shape.count / rest[0]
    {
      return set(node, .groups(index, count: rest[0]))
    }
    throw refusal(node, "it gives a shape that no layer makes", found: "\(target.prefix(8)) of \(shape)")
  }

  /// Whether a number in a shape stands for the batch: 0 is what it was, -1 the rest, 1 or more a batch of fixed size.
  private func isBatch(_ number: Int?) -> Bool { number.map { $0 >= -1 } ?? false }

  // MARK: Arithmetic

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
    if case .input(let scale, let shift) = value(node, place) {
      let factors = try perChannel(numbers, array.shape, shapes[0], node)
      return set(
        node,
        multiplies
          ? .input(
            scale: zip(scale, factors).map { $0 * $1 }, shift: zip(shift, factors).map { $0 * $1 })
          : .input(scale: scale, shift: zip(shift, factors).map { $0 + $1 }))
    }
    let index = try operand(node, place)
    let factors = try perChannel(numbers, array.shape, shapes[index], node)
    if isRead(onceBy: node, place), fold(factors, multiplies, into: index) { return set(node, .node(index)) }
    try affine(factors, multiplies, index, node)
  }

  /// Constants as one number a channel or feature.
  private func perChannel(
    _ numbers: [Float], _ shape: [Int], _ value: Shape, _ node: ONNXNode
  ) throws(InputError) -> [Float] {
    let rank = value.dimensions.count + 1
    let full = Array(repeating: 1, count: max(0, rank - shape.count)) + shape
    guard full.count == rank, full[0] == 1, full[1] == 1 || full[1] == value.channels,
      full.dropFirst(2).allSatisfy({ $0 == 1 })
    else {
      throw refusal(node, "its constant is not one number a channel", found: "\(shape.prefix(8)) for \(value)")
    }
    return numbers.count == 1 ? Array(repeating: numbers[0], count: value.channels) : numbers
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
    _ numbers: [Float], _ multiplies: Bool, _ index: Int, _ node: ONNXNode
  ) throws(InputError) {
    let (scale, shift) = multiplies ? (numbers, numbers.map { _ in 0 }) : (numbers.map { _ in 1 }, numbers)
    if shapes[index].isImage {
      let layer = Graph.Operation.Conv2d(
        inChannels: scale.count, outChannels: scale.count, kernelSize: 1, groups: scale.count)
      return try add(.conv2d(layer), [index], [scale, shift], for: node)
    }
    guard scale.count <= 2048 else { throw refusal(node, "it is a constant for each of so many features") }
    var matrix = [Float](repeating: 0, count: scale.count * scale.count)
    for place in scale.indices { matrix[place * scale.count + place] = scale[place] }
    try add(.linear(.init(inFeatures: scale.count, outFeatures: scale.count)), [index], [matrix, shift], for: node)
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
      node.operation == "Add" ? "its operands differ in shape" : "it combines two values that the network computes")
  }
}
