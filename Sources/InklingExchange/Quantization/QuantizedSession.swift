import InklingEngine

/// Answers with a quantised model, image by image, in the caller's thread.
public struct QuantizedSession: Sendable {
  /// The model.
  public let model: QuantizedModel
  private let layers: [QuantizedLayer?]
  private let poolings: [QuantizedPooling?]
  /// The parameters of each node that stay float32.
  private let parameters: [[[Float]]]
  /// Rectifiers that are part of the layer before them.
  private let absorbed: Set<Int>

  /// Prepares the weights.
  public init(_ model: QuantizedModel) {
    self.model = model
    let graph = model.graph
    let values = Dictionary(model.parameters.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    parameters = graph.nodes.map { node in
      node.operation.hasQuantizedWeights ? [] : node.parameters.map { values[$0] ?? [] }
    }
    var (layers, poolings, absorbed) = ([QuantizedLayer?](), [QuantizedPooling?](), Set<Int>())
    for index in graph.nodes.indices {
      let node = graph.nodes[index]
      let input = node.inputs.first.map { graph.shapes[$0] } ?? graph.inputShape
      poolings.append(QuantizedPooling(node.operation, input, graph.shapes[index]))
      guard node.operation.hasQuantizedWeights, let weights = model.weights[node.parameters[0]],
        let range = model.ranges[node.inputs[0]]
      else {
        layers.append(nil)
        continue
      }
      let rectifier = Self.rectifier(after: index, graph)
      if let rectifier { absorbed.insert(rectifier) }
      layers.append(
        QuantizedLayer(
          node.operation, weights, from: range, inputShape: input, outputShape: graph.shapes[index],
          rectifies: rectifier != nil, to: model.ranges[rectifier ?? index]))
    }
    (self.layers, self.poolings, self.absorbed) = (layers, poolings, absorbed)
  }

  /// The rectifier that alone reads a node's value.
  private static func rectifier(after node: Int, _ graph: Graph) -> Int? {
    let readers = graph.nodes.indices.filter { graph.nodes[$0].inputs.contains(node) }
    guard node != graph.output, readers.count == 1, graph.nodes[readers[0]].operation == .relu else { return nil }
    return readers[0]
  }

  /// The outputs for each of the images, `[N, classes]` row-major.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func logits(images: [UInt8]) -> [Float] {
    let size = model.graph.inputShape.count
    precondition(images.count.isMultiple(of: size), "\(images.count) bytes are no whole number of images")
    var logits: [Float] = []
    for start in stride(from: 0, to: images.count, by: size) { logits += answer(Array(images[start..<start + size])) }
    return logits
  }

  private func answer(_ pixels: [UInt8]) -> [Float] {
    var values: [QuantizedValue] = []
    values.reserveCapacity(model.graph.nodes.count)
    for node in model.graph.nodes.indices { values.append(value(node, values, pixels)) }
    return values[model.graph.output].numbers
  }

  private func value(_ node: Int, _ values: [QuantizedValue], _ pixels: [UInt8]) -> QuantizedValue {
    let (graph, range) = (model.graph, model.ranges[node])
    let (operation, inputs) = (graph.nodes[node].operation, graph.nodes[node].inputs)
    guard let first = inputs.first.map({ values[$0] }) else { return prepared(pixels, range) }
    if let layer = layers[node], case .bytes(let bytes, _) = first { return layer(bytes) }
    if let pooling = poolings[node] { return pooled(first, pooling, operation, range) }
    switch operation {
    case .flatten, .dropout, .dropout2d: return first
    case .relu where absorbed.contains(node): return first
    case .add:
      let other = values[inputs[1]].numbers
      return QuantizedValue(zip(first.numbers, other).map { $0 + $1 }, in: range)
    case .constantPad2d(let pad):
      return QuantizedValue(
        QuantizedFunctions.padded(first.numbers, graph.shapes[inputs[0]], graph.shapes[node], pad), in: range)
    case .concatenate: return QuantizedValue(inputs.flatMap { values[$0].numbers }, in: range)
    case .groupNorm(let norm):
      return QuantizedValue(
        QuantizedFunctions.normalized(
          first.numbers, groups: norm.numGroups, channels: norm.numChannels, eps: norm.eps, parameters[node]),
        in: range)
    case .layerNorm(let norm):
      return QuantizedValue(
        QuantizedFunctions.normalized(
          first.numbers, groups: 1, channels: graph.shapes[node].count, eps: norm.eps, parameters[node]), in: range)
    case .softmax(let softmax), .logSoftmax(let softmax):
      return QuantizedValue(
        QuantizedFunctions.softmax(
          first.numbers, graph.shapes[node], dim: softmax.dim, isLogarithmic: operation.name == "LogSoftmax"),
        in: range)
    default: return mapped(first, node, range)
    }
  }

  /// Functions of one element: activations, slopes, and batch normalisations that no weights took in.
  private func mapped(_ value: QuantizedValue, _ node: Int, _ range: QuantizationRange?) -> QuantizedValue {
    let shape = model.graph.shapes[node]
    switch model.graph.nodes[node].operation {
    case .prelu:
      let slopes = parameters[node][0]
      return value.mapped(shape.plane, channels: slopes.count, to: range) { $0 > 0 ? $0 : slopes[$1] * $0 }
    case .batchNorm1d(let norm), .batchNorm2d(let norm):
      let factors = ChannelFactors(norm, parameters[node])
      return value.mapped(shape.plane, channels: shape.channels, to: range) {
        Float(Double($0) * factors.scale[$1] + factors.shift[$1])
      }
    case let operation:
      guard let function = QuantizedFunctions.activation(operation) else {
        preconditionFailure("\(operation.name) has no form for bytes")
      }
      return value.mapped(shape.plane, channels: 1, to: range) { x, _ in function(x) }
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

  private func prepared(_ pixels: [UInt8], _ range: QuantizationRange?) -> QuantizedValue {
    let (plane, scale, shift) = (
      model.graph.inputShape.plane, model.normalization.scale, model.normalization.shift
    )
    return QuantizedValue.bytes(pixels, QuantizationRange(scale: 1, zeroPoint: 0))
      .mapped(plane, channels: scale.count, to: range) { $0 * scale[$1] + shift[$1] }
  }
}
