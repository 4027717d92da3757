import InklingFormats
import InklingONNX

/// How a file's images lie; the network here takes [N, C, H, W].
enum ONNXInputOrder: Equatable {
  /// [N, C, H, W], or [N, features].
  case channelsFirst
  /// [N, H, W, C], as Keras has them.
  case channelsLast
  /// [N, H, W], of one channel.
  case plane
  /// [N, C * H * W], which the file makes images of.
  case row

  /// What a person should know of it.
  var note: String? {
    switch self {
    case .channelsFirst: nil
    case .channelsLast: "The file takes images [N, H, W, C]; the network here takes [N, C, H, W]."
    case .plane: "The file takes images [N, H, W]; the network here takes [N, 1, H, W]."
    case .row: "The file takes rows of features, of which it makes images; the network here takes [N, C, H, W]."
    }
  }
}

extension ONNXGraph {
  /// How the images of an input lie, by what is done with them first, and the shape that the network here has for them.
  ///
  /// - Parameter sides: the input's dimensions behind the batch, one to three.
  func order(of input: String, _ sides: [Int]) -> (order: ONNXInputOrder, shape: [Int]) {
    let reader = firstReader(of: input)
    let target = reader.flatMap(givenShape).flatMap { ONNXImporter.sides($0, of: sides) }
    // Of one or three channels, and more rows and columns than that.
    func endsInChannels(_ sides: [Int]) -> Bool {
      [1, 3].contains(sides[2]) && ![1, 3].contains(sides[0]) && ![1, 3].contains(sides[1])
    }
    func turned(_ sides: [Int]) -> [Int] { [sides[2], sides[0], sides[1]] }
    switch sides.count {
    case 3:
      let flattens = reader?.operation == "Flatten" || target?.count == 1
      // With one channel the numbers lie in the same order, and exporters write a reshape.
      let isReshaped = sides[2] == 1 && target == turned(sides)
      if reader?.turnsChannelsFirst == true || isReshaped || flattens && endsInChannels(sides) {
        return (.channelsLast, turned(sides))
      }
    case 2: return (.plane, [1] + sides)
    default:
      if let target, target.count == 3 {
        if !endsInChannels(target) { return (.row, target) }
        if target[2] == 1 { return (.row, turned(target)) }
      }
    }
    return (.channelsFirst, sides)
  }

  /// The first node behind an input that does more than scale it.
  private func firstReader(of input: String) -> ONNXNode? {
    let arithmetic: Set = ["Add", "Sub", "Mul", "Div"]
    var name = input
    for _ in nodes.indices {
      guard let node = nodes.first(where: { $0.inputs.contains(name) }), let output = node.outputs.first else {
        return nil
      }
      let others = node.inputs.filter { $0 != name }
      let scales = arithmetic.contains(node.operation) && others.count == 1 && constant(others[0]) != nil
      guard scales || ["Cast", "Identity"].contains(node.operation) else { return node }
      name = output
    }
    return nil
  }

  private func constant(_ name: String) -> NamedArray? {
    if let array = initializers.first(where: { $0.name == name }) { return array }
    guard let node = nodes.first(where: { $0.outputs.first == name }), node.operation == "Constant",
      case .tensor(let array) = node.attribute("value")
    else { return nil }
    return array
  }

  /// The shape that a node gives, where it says so.
  private func givenShape(_ node: ONNXNode) -> [Int]? {
    guard node.operation == "Reshape", node.inputs.count > 1 else { return nil }
    return try? constant(node.inputs[1])?.integers().map { Int(clamping: $0) }
  }
}

extension ONNXNode {
  /// Whether it makes [N, C, H, W] of [N, H, W, C].
  var turnsChannelsFirst: Bool { operation == "Transpose" && attribute("perm") == .integers([0, 3, 1, 2]) }
  /// Whether it makes [N, H, W, C] of [N, C, H, W].
  var turnsChannelsLast: Bool { operation == "Transpose" && attribute("perm") == .integers([0, 2, 3, 1]) }
}
