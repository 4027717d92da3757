import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

/// Values whose numbers lie otherwise in the file than in the graph.
extension ONNXImporter {
  /// Operations that treat each element by itself, or each channel.
  private static let elementwise: Set = [
    "Relu", "LeakyRelu", "PRelu", "Elu", "Gelu", "Sigmoid", "Tanh", "HardSwish", "HardSigmoid", "Softplus", "Clip",
    "Min", "Max", "Add", "Sub", "Mul", "Div",
  ]

  /// Reads a node that treats each element by itself: what lay otherwise before lies so after it. False for another node.
  mutating func readArranged(_ node: ONNXNode) throws(InputError) -> Bool {
    guard Self.elementwise.contains(node.operation) else { return false }
    var arrangement: ONNXValue.Arrangement?
    for name in node.inputs {
      guard case .arranged(_, let found) = values[name] else { continue }
      guard arrangement == nil || arrangement == found else {
        throw refusal(node, "its operands lie in two orders")
      }
      arrangement = found
    }
    guard let arrangement else { return false }
    let before = node.inputs.map { ($0, values[$0]) }
    defer { for (name, value) in before { values[name] = value } }
    for name in Set(node.inputs) { values[name] = try plain(values[name], arrangement, node) }
    try operate(node)
    if case .node(let index) = values[node.outputs[0]] { set(node, .arranged(index, arrangement)) }
    return true
  }

  /// An operand as it is where channels come first.
  private func plain(
    _ value: ONNXValue?, _ arrangement: ONNXValue.Arrangement, _ node: ONNXNode
  ) throws(InputError) -> ONNXValue? {
    switch value {
    case nil: return nil
    case .arranged(let index, _): return .node(index)
    case .constant(let array):
      // More dimensions than the value's would be the result's, too.
      let rank = arrangement == .channelsLast ? 4 : arrangement == .line ? 3 : 2
      if array.count == 1, array.shape.count <= rank {
        return .constant(NamedArray(name: array.name, shape: [], floats: try array.floats()))
      }
      guard arrangement == .channelsLast, array.shape.last == array.count, array.shape.count <= rank else {
        throw refusal(node, "its constant is not one number a channel", found: "\(array.shape.prefix(8))")
      }
      return .constant(NamedArray(name: array.name, shape: [array.count, 1, 1], floats: try array.floats()))
    default: throw refusal(node, "its operands lie in two orders")
    }
  }

  /// The dimensions that the file gives a value, behind the batch; nil for what no node of the graph is.
  func fileDimensions(_ value: ONNXValue?) -> [Int]? {
    func turned(_ shape: Shape) -> [Int] { [shape.height, shape.width, shape.channels] }
    switch value {
    case .node(let index): return shapes[index].dimensions
    case .arranged(let index, .channelsLast): return turned(shapes[index])
    case .arranged(let index, .rows): return [shapes[index].count]
    case .arranged(let index, .line): return [shapes[index].channels, shapes[index].plane]
    case .input(_, _, .channelsFirst): return shapes[0].dimensions
    case .input(_, _, .channelsLast): return turned(shapes[0])
    case .input(_, _, .plane): return [shapes[0].height, shapes[0].width]
    case .input(_, _, .row): return [shapes[0].count]
    default: return nil
    }
  }

  /// Which of these dimensions is the channels'; nil where none is, as in rows of whole images.
  func channelAxis(of value: ONNXValue?) -> Int? {
    switch value {
    case .node, .input(_, _, .channelsFirst): 0
    case .arranged(_, .channelsLast), .input(_, _, .channelsLast): 2
    case .input(_, _, .row) where shapes[0].channels == shapes[0].count: 0
    default: nil
    }
  }

  /// The dimensions that a node reads.
  ///
  /// - Throws: a refusal where no node of the graph is read.
  func dimensions(read node: ONNXNode) throws(InputError) -> [Int] {
    guard let sides = fileDimensions(value(node, 0)) else {
      throw refusal(node, "its input has a shape that no layer makes")
    }
    return sides
  }

  /// A shape behind the batch with nothing left open: 0 is what was there, -1 what is left. Nil for what is no shape of as
  /// many numbers.
  ///
  /// - Parameters:
  ///   - target: with the batch first.
  ///   - now: the dimensions so far, without it.
  static func sides(_ target: [Int], of now: [Int]) -> [Int]? {
    // -1 for the batch is the rest, 1 or more a batch of fixed size.
    guard let batch = target.first, batch >= -1, let count = NamedArray.elementCount(of: now) else { return nil }
    var sides = Array(target.dropFirst())
    // The batch's own place is 0.
    for place in sides.indices where sides[place] == 0 && place < now.count { sides[place] = now[place] }
    let open = sides.indices.filter { sides[$0] == -1 }
    if open.count == 1, batch != -1 {
      let known = sides.filter { $0 != -1 }
      guard let part = NamedArray.elementCount(of: known), part > 0, count % part == 0 else { return nil }
      sides[open[0]] = count / part
    }
    return NamedArray.elementCount(of: sides) == count ? sides : nil
  }

  /// Axes as numbers from 0 on, the batch's.
  func axes(_ node: ONNXNode, at place: Int) throws(InputError) -> Set<Int>? {
    var axes = node.integers("axes")
    if value(node, place) != nil { axes = try constant(node, place, "axes").integers().map { Int(clamping: $0) } }
    return axes.map { Set($0) }
  }

  /// The same counted from the front, in a value of so many dimensions, the batch's among them.
  static func fromFront(_ axes: Set<Int>?, _ rank: Int) -> Set<Int>? {
    axes.map { axes in Set(axes.map { $0 < 0 ? $0 + rank : $0 }) }
  }
}
