import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  /// The smallest that is added to a variance.
  private static let smallestEpsilon = Float.leastNormalMagnitude

  /// - Throws: a refusal of one that is negative or not finite.
  private func epsilon(_ node: ONNXNode) throws(InputError) -> Float {
    let epsilon = node.float("epsilon", default: 1e-5)
    guard epsilon >= 0, epsilon.isFinite else {
      throw fault("the \(node.label) has an epsilon that is none", expected: "0 or more", found: "\(epsilon)")
    }
    return max(epsilon, Self.smallestEpsilon)
  }

  private func numbers(_ node: ONNXNode, _ place: Int, _ what: String) throws(InputError) -> [Float] {
    try constant(node, place, what).floats()
  }

  mutating func batchNormalization(_ node: ONNXNode) throws(InputError) {
    guard node.integer("training_mode", default: 0) == 0 else { throw refusal(node, "it is in training mode") }
    let index = try operand(node)
    let parameters = [
      try numbers(node, 1, "scale"), try numbers(node, 2, "bias"), try numbers(node, 3, "mean"),
      try numbers(node, 4, "variance"),
    ]
    let epsilon = try epsilon(node)
    if let wrong = parameters[3].first(where: { !($0 >= 0) }) {
      throw fault(
        "the \(node.label) has a variance that no numbers have", expected: "0 or more", found: "\(wrong)",
        remedy: "tell the file's maker")
    }
    let norm = Graph.Operation.BatchNorm(
      numFeatures: parameters[0].count, eps: epsilon, momentum: 1 - node.float("momentum", default: 0.9))
    try add(shapes[index].isImage ? .batchNorm2d(norm) : .batchNorm1d(norm), [index], parameters, for: node)
  }

  /// Each channel by itself; or groups of them, where a reshape before has made channels of groups.
  mutating func instanceNormalization(_ node: ONNXNode) throws(InputError) {
    let (scale, bias) = (try numbers(node, 1, "scale"), try numbers(node, 2, "bias"))
    if case .groups(let index, let count) = value(node, 0) {
      guard scale.count == count, scale.allSatisfy({ $0 == 1 }), bias.allSatisfy({ $0 == 0 }) else {
        throw refusal(node, "it scales groups of channels")
      }
      return set(node, .normalizedGroups(index, count: count, eps: try epsilon(node)))
    }
    let index = try operand(node)
    let channels = shapes[index].channels
    let norm = Graph.Operation.GroupNorm(numGroups: channels, numChannels: channels, eps: try epsilon(node))
    try add(.groupNorm(norm), [index], [scale, bias], for: node)
  }

  mutating func groupNormalization(_ node: ONNXNode) throws(InputError) {
    let index = try operand(node)
    let (channels, groups) = (shapes[index].channels, node.integer("num_groups", default: 0))
    guard groups > 0, channels % groups == 0 else { throw refusal(node, "its groups do not divide the channels") }
    func all(_ numbers: [Float]) -> [Float] {
      // Before operator set 21 there is one number a group.
      numbers.count == channels || numbers.count != groups
        ? numbers : numbers.flatMap { Array(repeating: $0, count: channels / groups) }
    }
    let norm = Graph.Operation.GroupNorm(numGroups: groups, numChannels: channels, eps: try epsilon(node))
    try add(
      .groupNorm(norm), [index], [all(try numbers(node, 1, "scale")), all(try numbers(node, 2, "bias"))], for: node)
  }

  mutating func layerNormalization(_ node: ONNXNode) throws(InputError) {
    let index = try operand(node)
    let shape = shapes[index]
    let axis = node.integer("axis", default: -1)
    guard axis == 1 || axis == -shape.dimensions.count else {
      throw refusal(node, "it goes over something else than all but the batch")
    }
    for place in 1...2 where value(node, place) != nil {
      let own = try constant(node, place, place == 1 ? "scale" : "bias").shape
      guard own.drop(while: { $0 == 1 }) == shape.dimensions.drop(while: { $0 == 1 }) else {
        throw refusal(node, "it does not scale each element by itself", found: "\(own.prefix(8)) for \(shape)")
      }
    }
    var norm = Graph.Operation.LayerNorm(normalizedShape: shape, eps: try epsilon(node))
    guard node.inputs.count > 1 else {
      // Only one that was made of several nodes has no scale.
      norm.elementwiseAffine = false
      return try add(.layerNorm(norm), [index], for: node)
    }
    let scale = try numbers(node, 1, "scale")
    let bias = value(node, 2) == nil ? Array(repeating: 0, count: scale.count) : try numbers(node, 2, "bias")
    try add(.layerNorm(norm), [index], [scale, bias], for: node)
  }

  // MARK: Activations

  private mutating func softmax(_ node: ONNXNode) throws(InputError) {
    let index = try operand(node)
    // Before operator set 13 everything from the axis on is one row, by default all but the batch.
    let isOld = model.operatorSet < 13
    let axis = node.integer("axis", default: isOld ? 1 : -1)
    let (sides, shape) = (shapes[index].dimensions, shapes[index])
    if isOld, shape.isImage {
      let first = axis < 0 ? axis + sides.count : axis - 1
      guard sides.indices.contains(first), sides[(first + 1)...].allSatisfy({ $0 == 1 }) else {
        throw refusal(node, "before operator set 13 it goes over several dimensions at once")
      }
    }
    let attributes = Graph.Operation.Softmax(dim: axis)
    try add(node.operation == "Softmax" ? .softmax(attributes) : .logSoftmax(attributes), [index], for: node)
  }

  mutating func activation(_ node: ONNXNode) throws(InputError) {
    if node.operation == "PRelu" { return try parametricRectifier(node) }
    if node.operation == "Softmax" || node.operation == "LogSoftmax" { return try softmax(node) }
    if node.operation == "Erf" { throw refusal(node, "it is the error function by itself") }
    let operation: Graph.Operation
    switch node.operation {
    case "Relu": operation = .relu
    case "LeakyRelu": operation = .leakyReLU(.init(negativeSlope: node.float("alpha", default: 0.01)))
    case "Elu": operation = .elu(.init(alpha: node.float("alpha", default: 1)))
    case "Gelu":
      operation = .gelu(.init(approximate: node.text("approximate", default: "none") == "tanh" ? .tanh : .none))
    case "Sigmoid": operation = .sigmoid
    case "Tanh": operation = .tanh
    case "HardSwish": operation = .hardswish
    case "HardSigmoid": return try hardSigmoid(node)
    case "Softplus": operation = .softplus(.init())
    case "Clip": return try clip(node)
    case "Min", "Max": return try bound(node)
    case let other where ONNXRunner.operations.contains(other):
      throw refusal(node, "no layer of a network that learns does what it does")
    default: throw fault("the \(node.label) is an operation that is not known here")
    }
    try add(operation, [try operand(node)], for: node)
  }

  /// `max(0, min(1, alpha * x + beta))`.
  private mutating func hardSigmoid(_ node: ONNXNode) throws(InputError) {
    let (alpha, beta) = (node.float("alpha", default: 0.2), node.float("beta", default: 0.5))
    if (alpha - 1 / 6).magnitude < 1e-6, beta == 0.5 {
      return try add(.hardsigmoid, [try operand(node)], for: node)
    }
    guard alpha.isFinite, beta.isFinite else {
      throw refusal(node, "its numbers are out of range", found: "alpha \(alpha), beta \(beta)")
    }
    try add(.hardtanh(.init(minVal: 0, maxVal: 1)), [try scaled(node, by: alpha, plus: beta)], for: node)
  }

  /// A bound may be left out.
  private mutating func clip(_ node: ONNXNode) throws(InputError) {
    var (least, most) = (node.float("min", default: -.infinity), node.float("max", default: .infinity))
    if value(node, 1) != nil { least = try numbers(node, 1, "least").first ?? least }
    if value(node, 2) != nil { most = try numbers(node, 2, "most").first ?? most }
    try clip(node, least, most, 0)
  }

  private mutating func clip(_ node: ONNXNode, _ least: Float, _ most: Float, _ place: Int) throws(InputError) {
    if least == -.infinity, most == .infinity, let value = value(node, place) { return set(node, value) }
    let index = try operand(node, place)
    if least == 0, most == .infinity { return try add(.relu, [index], for: node) }
    guard least < most, least < .infinity, most > -.infinity else {
      throw refusal(node, "its bounds are in disorder", found: "\(least) to \(most)")
    }
    // No number that is finite is beyond these.
    let largest = Float.greatestFiniteMagnitude
    try add(.hardtanh(.init(minVal: max(least, -largest), maxVal: min(most, largest))), [index], for: node)
  }

  /// The larger, or the smaller, of each element and one number.
  private mutating func bound(_ node: ONNXNode) throws(InputError) {
    guard node.inputs.count == 2,
      let place = (0...1).first(where: { place in
        if case .constant(let array) = value(node, place) {
          array.count == 1 && array.shape.count <= (fileDimensions(value(node, 1 - place))?.count ?? 0) + 1
        } else {
          false
        }
      })
    else { throw refusal(node, "it compares with something else than one number") }
    let number = try numbers(node, place, "bound")[0]
    let isLeast = node.operation == "Max"
    try clip(node, isLeast ? number : -.infinity, isLeast ? .infinity : number, 1 - place)
  }

  private mutating func parametricRectifier(_ node: ONNXNode) throws(InputError) {
    let slope = try constant(node, 1, "slope")
    let index = try operand(node)
    let numbers = try slope.floats()
    // One slope for all is learned as one.
    _ = try perChannel(numbers, slope.shape, node, 0)
    try add(.prelu(.init(numParameters: numbers.count)), [index], [numbers], for: node)
  }
}
