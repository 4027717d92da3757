import InklingEngine
import InklingFiles

extension KerasGraphBuilder {
  /// An activation as another layer names it: a word, a function's description, or a layer's.
  func activation(_ node: DocumentNode?, _ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    guard let node, !node.isNull else { return value }
    if let name = node.text { return try activation(named: name, layer, value) }
    let kind = node["class_name"]?.text ?? ""
    if let custom = KerasModel.customClass(node, kind), custom != node["config"]?.text {
      throw layer.fault("has a custom activation, whose code is not run", found: String(custom.prefix(100)))
    }
    if kind == "function", let name = node["config"]?.text { return try activation(named: name, layer, value) }
    guard ["ReLU", "LeakyReLU", "ELU", "Softmax"].contains(kind), let config = node["config"] else {
      throw layer.fault(
        "has an activation that is not followed", found: kind.isEmpty ? node.found : String(kind.prefix(100)))
    }
    let inner = KerasLayer(
      name: layer.name, kind: kind, config: config, calls: [], place: layer.place, customClass: nil, path: layer.path)
    return try activationLayer(kind, inner, value)
  }

  private func activation(named name: String, _ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue
  {
    if name == "linear" { return value }
    let operation: Graph.Operation
    switch name {
    case "relu": operation = .relu
    case "relu6": operation = .hardtanh(.init(minVal: 0, maxVal: 6))
    case "leaky_relu": operation = .leakyReLU(.init(negativeSlope: 0.2))
    case "elu", "celu": operation = .elu(.init(alpha: 1))
    case "gelu": operation = .gelu(.init())
    case "silu", "swish": operation = .silu
    case "sigmoid": operation = .sigmoid
    case "tanh": operation = .tanh
    case "softplus": operation = .softplus(.init())
    case "softmax", "log_softmax": return try softmax(axis: -1, isLogarithmic: name == "log_softmax", layer, value)
    case "hard_sigmoid", "hard_silu", "hard_swish":
      // Keras 2's hard sigmoid is another function: 0.2 * x + 0.5 between 0 and 1.
      guard source.isModern else {
        throw layer.fault(
          "has the hard sigmoid of Keras 2, which is not followed",
          found: "keras_version \(source.version?.prefix(20) ?? "unknown")")
      }
      operation = name == "hard_sigmoid" ? .hardsigmoid : .hardswish
    default:
      throw layer.fault("has an activation that is not followed", found: String(name.prefix(100)))
    }
    return try add(operation, name, on: value, for: layer)
  }

  /// A layer that is an activation.
  func activationLayer(_ kind: String, _ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    switch kind {
    case "ReLU": return try rectifier(layer, value)
    case "LeakyReLU":
      // Keras 2 called it alpha.
      let slope = try layer.number(layer.node("negative_slope") == nil ? "alpha" : "negative_slope", default: 0.3)
      return try add(.leakyReLU(.init(negativeSlope: Float(slope))), on: value, for: layer)
    case "ELU": return try add(.elu(.init(alpha: Float(try layer.number("alpha", default: 1)))), on: value, for: layer)
    case "Softmax":
      let axes = try layer.ints("axis") ?? [-1]
      guard axes.count == 1 else {
        throw layer.fault("goes along several dimensions, which is not followed")
      }
      return try softmax(axis: axes[0], isLogarithmic: false, layer, value)
    default: return try parametricRectifier(layer, value)
    }
  }

  private func rectifier(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let slope = try layer.number("negative_slope", default: 0)
    let most = try layer.node("max_value") == nil ? nil : layer.number("max_value", default: 0)
    guard try layer.number("threshold", default: 0) == 0, slope == 0 || most == nil, most.map({ $0 > 0 }) ?? true else {
      throw layer.fault(
        "has options that are not followed together", expected: "no threshold, and max_value or negative_slope alone")
    }
    if let most { return try add(.hardtanh(.init(minVal: 0, maxVal: Float(most))), on: value, for: layer) }
    return try add(slope == 0 ? .relu : .leakyReLU(.init(negativeSlope: Float(slope))), on: value, for: layer)
  }

  /// One slope for all, or one a channel.
  private func parametricRectifier(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let array = try weights(of: layer, 1)[0]
    let shared = Set((try layer.ints("shared_axes") ?? []).map { $0 < 0 ? value.shape.count + $0 : $0 - 1 })
    let shape = value.shape.enumerated().map { shared.contains($0) ? 1 : $1 }
    let slopes = try floats(array, shape, layer)
    let order: [Float]
    if slopes.count == 1 {
      order = slopes
    } else if value.isFeatures {
      order = value.inGraphOrder(slopes)
    } else if case .axes(let axes) = value.layout, let channel = axes.firstIndex(of: 0),
      slopes.count == value.shape[channel],
      shape[channel] == slopes.count
    {
      order = slopes
    } else {
      throw layer.fault(
        "has a slope for each pixel, which is not followed", remedy: "share it over the rows and columns (shared_axes)")
    }
    let name = parameter("weight", [order.count], order, first: 0.25, layer)
    return try add(.prelu(.init(numParameters: order.count)), on: value, for: layer, parameters: [name])
  }

  private func softmax(
    axis: Int, isLogarithmic: Bool, _ layer: KerasLayer, _ value: KerasValue
  ) throws(InputError) -> KerasValue {
    let rank = value.shape.count
    let index = axis < 0 ? rank + axis : axis - 1
    guard (0..<rank).contains(index) else {
      throw layer.fault("goes along a dimension that there is not", found: "\(axis)")
    }
    let dimension: Int
    switch value.layout {
    case .axes(let axes): dimension = axes[index] + 1
    case .order: dimension = 1
    case .plane: dimension = index + 2
    }
    let attributes = Graph.Operation.Softmax(dim: dimension)
    return try add(isLogarithmic ? .logSoftmax(attributes) : .softmax(attributes), "softmax", on: value, for: layer)
  }
}
