public import InklingEngine
public import InklingFiles

/// A trained network whose convolutions and linear layers multiply bytes: post-training quantisation (Jacob et al.,
/// 2018).
///
/// Batch normalisations are folded into the weights first, through a max pooling too. Weights are signed bytes with a scale
/// for each output; activations are unsigned bytes with one range a tensor, from calibration images. It is what ONNX writes
/// with QuantizeLinear and DequantizeLinear around each operation. What normalises the picture itself by its own mean and
/// deviation takes the pixels as they are, and its result is what becomes bytes.
///
///     let quantized = try QuantizedModel(
///       graph, parameters: trained, normalization: normalization, calibratedOn: images)
///     let logits = try QuantizedSession(quantized).logits(images: images)
public struct QuantizedModel: Sendable {
  /// The network without the batch normalisations that are part of the weights now.
  public let graph: Graph
  /// What turns a pixel's byte into the graph's input.
  public let normalization: Normalization
  /// The graph's parameters in float32, with the normalisations in them, by the graph's names.
  public let parameters: [NamedTensor]
  /// The quantised weights, by the name of the graph's parameter.
  public let weights: [String: QuantizedWeights]
  /// The range of each node's value; nil where the value stays float32: of the output, of what a rectifier reads, which
  /// is quantised behind it, and of what only normalisations and softmaxes read.
  public let ranges: [QuantizationRange?]

  /// - Parameters:
  ///   - graph: the network.
  ///   - parameters: by the graph's names, PyTorch's.
  ///   - normalization: what turns a pixel's byte into the network's input.
  ///   - images: for calibration, a few hundred like those that will come.
  ///   - calibration: how ranges are chosen.
  /// - Throws: `InputError`: `.usage` for images that are no whole number, or none, and for a layer whose sums would
  ///   leave 32 bits; `.malformed` for parameters that are not the graph's or not finite.
  public init(
    _ graph: Graph, parameters: [NamedTensor], normalization: Normalization, calibratedOn images: [UInt8],
    by calibration: Calibration = .extremes
  ) throws(InputError) {
    let size = graph.inputShape.count
    guard !images.isEmpty, images.count.isMultiple(of: size), normalization.scale.count == graph.inputShape.channels
    else {
      throw InputError(
        .usage, "the calibration images are not the network's",
        expected: "images of \(size) bytes, \(graph.inputShape)",
        found: "\(images.count) bytes, \(normalization.scale.count) channels")
    }
    if case .percentile(let share) = calibration, !(share > 0.5 && share <= 1) {
      throw InputError(.usage, "the percentile is out of range", expected: "above 0.5, at most 1", found: "\(share)")
    }
    try Self.requireOneOutput(graph)
    let network = try FoldedNetwork(graph, parameters)
    let found = try ActivationRanges(network, normalization, images: images, calibration)
    let graph = network.graph
    let ranges = Self.ranges(graph, found)
    let values = Dictionary(network.parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var weights: [String: QuantizedWeights] = [:]
    for node in graph.nodes where node.operation.hasQuantizedWeights {
      guard let weight = values[node.parameters[0]], let range = ranges[node.inputs[0]] else { continue }
      let products = weight.shape.dropFirst().reduce(1, *)
      guard products <= QuantizedWeights.mostProducts else {
        throw InputError(
          .usage, "the layer \(node.name.prefix(100)) cannot be quantised",
          expected: "at most \(QuantizedWeights.mostProducts) products in a sum", found: "\(products)")
      }
      let bias = node.parameters.count > 1 ? values[node.parameters[1]]?.values : nil
      let quantized = QuantizedWeights(
        weight.values, bias: bias ?? Array(repeating: 0, count: weight.shape[0]), shape: weight.shape,
        inputScale: range.scale)
      guard quantized.scales.allSatisfy(\.isFinite) else {
        throw InputError(
          .usage, "the layer \(node.name.prefix(100)) cannot be quantised", expected: "a bias within reach of its sums")
      }
      guard weights.updateValue(quantized, forKey: weight.name) == nil else {
        throw InputError(
          .usage, "the layer \(node.name.prefix(100)) cannot be quantised", expected: "weights that it has alone")
      }
    }
    self.init(checked: graph, normalization, network.parameters, weights, ranges)
  }

  init(
    checked graph: Graph, _ normalization: Normalization, _ parameters: [NamedTensor],
    _ weights: [String: QuantizedWeights], _ ranges: [QuantizationRange?]
  ) {
    (self.graph, self.normalization, self.parameters) = (graph, normalization, parameters)
    (self.weights, self.ranges) = (weights, ranges)
  }

  /// - Throws: `InputError` of kind `.usage` for a network with several outputs.
  static func requireOneOutput(_ graph: Graph) throws(InputError) {
    guard graph.outputs.count == 1 else {
      throw InputError(
        .usage, "a network with several outputs cannot be quantised", expected: "one output",
        found: graph.outputs.prefix(8).map { String($0.name.prefix(40)) }.joined(separator: ", "))
    }
  }

  private static func ranges(_ graph: Graph, _ found: ActivationRanges) -> [QuantizationRange?] {
    var readers: [Int: [Int]] = [:]
    for index in graph.nodes.indices {
      for input in graph.nodes[index].inputs { readers[input, default: []].append(index) }
    }
    var ranges: [QuantizationRange?] = graph.nodes.indices.map { node in
      let next = (readers[node] ?? []).map { graph.nodes[$0].operation }
      let operation = graph.nodes[node].operation
      let isRectified = next == [.relu]
      guard node != graph.output, !(isRectified && operation.isSum), !next.allSatisfy(\.needsNumbers) else {
        return nil
      }
      // Nobody asks for what is below zero where only a rectifier reads it.
      let shown = isRectified && operation.isBatchNormalization ? readers[node]?.first ?? node : node
      return found.bounds[shown].map { QuantizationRange(smallest: $0.smallest, largest: $0.largest) }
    }
    // What takes values as they are keeps their range.
    for index in graph.nodes.indices where graph.nodes[index].operation.keepsValues && ranges[index] != nil {
      if let range = ranges[graph.nodes[index].inputs[0]] { ranges[index] = range }
    }
    return ranges
  }
}

extension Graph.Operation {
  var hasQuantizedWeights: Bool {
    switch self {
    case .conv2d, .linear: true
    default: false
    }
  }

  /// Whether its result is a fresh sum, which a rectifier behind it can be part of.
  fileprivate var isSum: Bool {
    switch self {
    case .conv2d, .linear, .add: true
    default: false
    }
  }

  fileprivate var isBatchNormalization: Bool {
    switch self {
    case .batchNorm1d, .batchNorm2d: true
    default: false
    }
  }

  /// Whether it is computed in float32, from float32 where it can have it.
  fileprivate var needsNumbers: Bool {
    switch self {
    case .groupNorm, .layerNorm, .softmax, .logSoftmax: true
    default: false
    }
  }

  /// Whether each value of its result is one of its input.
  fileprivate var keepsValues: Bool {
    switch self {
    case .maxPool2d, .adaptiveMaxPool2d, .flatten, .dropout, .dropout2d: true
    default: false
    }
  }
}
