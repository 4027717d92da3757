import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  /// Flatten and what amounts to it; everything else that turns dimensions about no layer does.
  mutating func reshaping(_ node: ONNXNode) throws(InputError) {
    switch node.operation {
    case "Flatten":
      let (axis, rank) = (node.integer("axis", default: 1), try dimensions(read: node).count + 1)
      guard (axis < 0 ? axis + rank : axis) == 1 else { throw refusal(node, "it does not keep the batch") }
      try flatten(node)
    case "Reshape": try reshape(node)
    case "Squeeze": try squeeze(node)
    case "Unsqueeze": try unsqueeze(node)
    default: try transpose(node)
    }
  }

  private mutating func transpose(_ node: ONNXNode) throws(InputError) {
    switch value(node, 0) {
    case .input(let scale, let shift, .channelsLast) where node.turnsChannelsFirst:
      return set(node, .input(scale: scale, shift: shift, order: .channelsFirst))
    case .arranged(let index, .channelsLast) where node.turnsChannelsFirst: return set(node, .node(index))
    default: break
    }
    let index = try operand(node)
    let shape = shapes[index]
    if shape.isImage, node.turnsChannelsLast { return set(node, .arranged(index, .channelsLast)) }
    // Turning about dimensions of one element each moves nothing.
    guard shape.count == shape.channels, let order = node.integers("perm"), order.first == 0,
      order.count == shape.dimensions.count + 1, order.count == 2 || order[1] == 1
    else { throw refusal(node, "it turns about what the network computes") }
    set(node, .node(index))
  }

  private mutating func flatten(_ node: ONNXNode) throws(InputError) {
    switch value(node, 0) {
    case .arranged(_, .rows), .input(_, _, .row):
      if let value = value(node, 0) { set(node, value) }
    case .arranged(let index, .channelsLast): try flattenRows(index, node)
    case .input(_, _, .channelsLast): try flattenRows(inputNode(node), node)
    case .arranged(let index, .line): try add(.flatten, [index], for: node)
    case .input(_, _, .plane): try add(.flatten, [inputNode(node)], for: node)
    default:
      let index = try operand(node)
      if shapes[index].isImage { try add(.flatten, [index], for: node) } else { set(node, .node(index)) }
    }
  }

  /// Features of an image whose channels came last.
  private mutating func flattenRows(_ index: Int, _ node: ONNXNode) throws(InputError) {
    try add(.flatten, [index], for: node)
    let shape = shapes[index]
    // Otherwise both orders are one.
    if shape.channels > 1, shape.plane > 1 { set(node, .arranged(nodes.count - 1, .rows(of: shape))) }
  }

  private mutating func squeeze(_ node: ONNXNode) throws(InputError) {
    let sides = try dimensions(read: node)
    guard let axes = Self.fromFront(try axes(node, at: 1), sides.count + 1),
      axes.allSatisfy({ 1...sides.count ~= $0 && sides[$0 - 1] == 1 })
    else { throw refusal(node, "it takes away other dimensions than rows and columns of one element") }
    let left = sides.indices.filter { !axes.contains($0 + 1) }
    switch value(node, 0) {
    case .input(let scale, let shift, .channelsLast) where left == [0, 1]:
      return set(node, .input(scale: scale, shift: shift, order: .plane))
    case .input(let scale, let shift, .channelsFirst) where left == [1, 2]:
      return set(node, .input(scale: scale, shift: shift, order: .plane))
    case .node(let index) where shapes[index].isImage && (left == [0, 1] || left == [0, 2]):
      return set(node, .arranged(index, .line))
    default: break
    }
    // What is left is one dimension, in the order of a flattening.
    guard left.count == 1, sides.count > 1 else {
      throw refusal(node, "it takes away other dimensions than rows and columns")
    }
    try flatten(node)
  }

  private mutating func unsqueeze(_ node: ONNXNode) throws(InputError) {
    let sides = try dimensions(read: node)
    let given = try axes(node, at: 1) ?? []
    let axes = Self.fromFront(given, sides.count + 1 + given.count) ?? []
    var wider: [Int] = []
    var rest = sides[...]
    for axis in 1..<(sides.count + 1 + axes.count) { wider.append(axes.contains(axis) ? 1 : rest.popFirst() ?? 1) }
    guard !axes.isEmpty, axes.count == given.count, axes.allSatisfy({ 1...wider.count ~= $0 }), unfold(node, wider)
    else {
      throw refusal(node, sides.count == 1 ? "it makes images of features" : "it adds a dimension")
    }
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
      guard Self.sides(target, of: shapes[index].dimensions) == shapes[index].dimensions else {
        throw refusal(node, "groups are not put back together as they were", found: "\(target.prefix(8))")
      }
      let norm = Graph.Operation.GroupNorm(numGroups: count, numChannels: channels, eps: eps, affine: false)
      return try add(.groupNorm(norm), [index], for: node)
    }
    let now = try dimensions(read: node)
    guard let sides = Self.sides(target, of: now) else {
      throw refusal(node, "it gives a shape that no layer makes", found: "\(target.prefix(8)) of \(now)")
    }
    if sides == now, let value = value(node, 0) { return set(node, value) }
    if sides.count == 1 { return try flatten(node) }
    if unfold(node, sides) { return }
    if sides.count == 2 {
      let index = try operand(node)
      if shapes[index].channels % sides[0] == 0 { return set(node, .groups(index, count: sides[0])) }
    }
    throw refusal(node, "it gives a shape that no layer makes", found: "\(target.prefix(8)) of \(now)")
  }

  /// Makes images of what lies as images do: of the file's own rows, or of what was flattened before. False where the
  /// numbers would have to move.
  private mutating func unfold(_ node: ONNXNode, _ sides: [Int]) -> Bool {
    func turned(_ shape: Shape) -> [Int] { [shape.height, shape.width, shape.channels] }
    switch value(node, 0) {
    case .input(let scale, let shift, let order) where order != .channelsFirst:
      let shape = shapes[0]
      let isPlain = order == .row || shape.channels == 1
      if isPlain, sides == shape.dimensions {
        set(node, .input(scale: scale, shift: shift, order: .channelsFirst))
      } else if shape.channels == 1, sides == turned(shape) {
        set(node, .input(scale: scale, shift: shift, order: .channelsLast))
      } else {
        return false
      }
    case .node(let index) where nodes[index].operation == .flatten:
      let image = nodes[index].inputs[0]
      guard shapes[image].dimensions == sides else { return false }
      // The flattening reads it too.
      shared.insert(image)
      set(node, .node(image))
    case .arranged(let index, .rows(let shape)) where nodes[index].operation == .flatten:
      guard turned(shape) == sides else { return false }
      shared.insert(nodes[index].inputs[0])
      set(node, .arranged(nodes[index].inputs[0], .channelsLast))
    case .arranged(let index, .channelsLast):
      let shape = shapes[index]
      guard shape.channels == 1 || shape.plane == 1, shape.dimensions == sides else { return false }
      set(node, .node(index))
    case .arranged(let index, .line):
      guard shapes[index].dimensions == sides else { return false }
      set(node, .node(index))
    default: return false
    }
    return true
  }
}
