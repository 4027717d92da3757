import InklingEngine

/// What a quantised model computes image by image, in float32 where no multiplication of bytes is in it.
struct QuantizedOperations: Sendable {
  private let model: QuantizedModel
  private let poolings: [Int: QuantizedPooling]
  /// The parameters of each node that stay float32.
  let parameters: [Int: [[Float]]]

  init(_ model: QuantizedModel) {
    self.model = model
    let graph = model.graph
    let values = Dictionary(model.parameters.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    var (poolings, parameters) = ([Int: QuantizedPooling](), [Int: [[Float]]]())
    for index in graph.live {
      let node = graph.nodes[index]
      if let first = node.inputs.first {
        poolings[index] = QuantizedPooling(node.operation, graph.shapes[first], graph.shapes[index])
      }
      parameters[index] = node.operation.hasQuantizedWeights ? [] : node.parameters.map { values[$0] ?? [] }
    }
    (self.poolings, self.parameters) = (poolings, parameters)
  }

  /// A node's value from those that it reads; of the first node from the pixels.
  func value(_ node: Int, _ values: [QuantizedValue]) -> QuantizedValue {
    let (graph, range) = (model.graph, model.ranges[node])
    let (operation, inputs) = (graph.nodes[node].operation, graph.nodes[node].inputs)
    guard let first = values.first, !inputs.isEmpty else { return prepared(values, range) }
    if let pooling = poolings[node] { return pooled(first, pooling, operation, range) }
    switch operation {
    case .add:
      let other = values[1].numbers
      return QuantizedValue(zip(first.numbers, other).map { $0 + $1 }, in: range)
    case .constantPad2d(let pad):
      return QuantizedValue(
        QuantizedFunctions.padded(first.numbers, graph.shapes[inputs[0]], graph.shapes[node], pad), in: range)
    case .concatenate: return QuantizedValue(values.flatMap(\.numbers), in: range)
    case .groupNorm(let norm):
      return QuantizedValue(
        QuantizedFunctions.normalized(
          first.numbers, groups: norm.numGroups, channels: norm.numChannels, eps: norm.eps, parameters[node] ?? []),
        in: range)
    case .layerNorm(let norm):
      return QuantizedValue(
        QuantizedFunctions.normalized(
          first.numbers, groups: 1, channels: graph.shapes[node].count, eps: norm.eps, parameters[node] ?? []),
        in: range)
    case .softmax(let softmax), .logSoftmax(let softmax):
      return QuantizedValue(
        QuantizedFunctions.softmax(
          first.numbers, graph.shapes[node], dim: softmax.dim, isLogarithmic: operation.name == "LogSoftmax"),
        in: range)
    default:
      guard let function = function(node) else { preconditionFailure("\(operation.name) has no form for bytes") }
      let plane = graph.shapes[node].plane
      let numbers = first.numbers
      return QuantizedValue(
        numbers.indices.map { function.of(numbers[$0], function.channels == 1 ? 0 : $0 / plane) }, in: range)
    }
  }

  /// A function of each element: activations, slopes, and batch normalisations that no weights took in. Nil for a node that
  /// is none.
  func function(_ node: Int) -> (channels: Int, of: (Float, Int) -> Float)? {
    switch model.graph.nodes[node].operation {
    case .prelu:
      let slopes = parameters[node]?.first ?? []
      return (slopes.count, { $0 > 0 ? $0 : slopes[$1] * $0 })
    case .batchNorm1d(let norm), .batchNorm2d(let norm):
      let factors = ChannelFactors(norm, parameters[node] ?? [])
      return (factors.scale.count, { Float(Double($0) * factors.scale[$1] + factors.shift[$1]) })
    case let operation: return QuantizedFunctions.activation(operation).map { function in (1, { x, _ in function(x) }) }
    }
  }

  private func pooled(
    _ value: QuantizedValue, _ pooling: QuantizedPooling, _ operation: Graph.Operation, _ range: QuantizationRange?
  ) -> QuantizedValue {
    switch (operation, value) {
    case (.avgPool2d, _), (.adaptiveAvgPool2d, _): QuantizedValue(pooling.mean(value.numbers), in: range)
    case (_, .bytes(let bytes, let own)): .bytes(pooling.largest(bytes), own)
    case (_, .numbers(let numbers)): QuantizedValue(pooling.largest(numbers), in: range)
    }
  }

  private func prepared(_ pixels: [QuantizedValue], _ range: QuantizationRange?) -> QuantizedValue {
    let (plane, normalization) = (model.graph.inputShape.plane, model.normalization)
    let bytes = pixels.first?.numbers ?? []
    return QuantizedValue(
      bytes.indices.map { bytes[$0] * normalization.scale[$0 / plane] + normalization.shift[$0 / plane] }, in: range)
  }
}
