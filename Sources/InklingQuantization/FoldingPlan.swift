import InklingEngine

/// What of a network becomes part of the weights before it, and what changes its place for that.
///
/// A batch normalisation is a factor and a number for each channel, `a x + b`, which the weights of the layer before it take in.
/// A max pooling may stand between them: `max(a x + b) = a max(x) + b` where a is not negative, and else of `|a| x - b` the
/// largest, negated. So only the signs stay behind the pooling, and nothing where none is negative. A rectifier behind the
/// pooling goes before it, `max(relu(x)) = relu(max(x))`: there it is a bound of the convolution's sums.
struct FoldingPlan {
  /// What a layer's outputs are multiplied with, and what is added to that.
  struct Factors {
    var scale: [Double]
    var shift: [Double]
  }

  /// Of layers with a normalisation behind them.
  private(set) var factors: [Int: Factors] = [:]
  /// Normalisations of which nothing is left.
  private(set) var vanished: Set<Int> = []
  /// 1 or -1 for each channel, of normalisations of which that is left.
  private(set) var signs: [Int: [Float]] = [:]
  /// Poolings and rectifiers, each with the node whose place it takes.
  private(set) var exchanged: [Int: Int] = [:]
  private let graph: Graph
  private var readers: [Int: [Int]] = [:]

  /// - Parameter values: of the graph's parameters.
  init(_ graph: Graph, _ values: GraphParameters) {
    self.graph = graph
    for index in graph.live { for input in graph.nodes[index].inputs { readers[input, default: []].append(index) } }
    for index in graph.live {
      guard graph.nodes[index].operation.hasQuantizedWeights, let next = reader(of: index) else { continue }
      let pooling = graph.nodes[next].operation.isMaxPooling ? next : nil
      var last = pooling ?? index
      if let norm = reader(of: last), fold(index, norm, values.of(graph.nodes[norm]), isPooled: pooling != nil) {
        guard vanished.contains(norm) else { continue }
        last = norm
      }
      guard let pooling, let rectifier = reader(of: last), graph.nodes[rectifier].operation == .relu else { continue }
      (exchanged[pooling], exchanged[rectifier]) = (rectifier, pooling)
    }
  }

  /// The node that alone reads a node's value.
  private func reader(of node: Int) -> Int? {
    guard node != graph.output, let all = readers[node], all.count == 1 else { return nil }
    return all[0]
  }

  /// Makes a normalisation part of a layer.
  ///
  /// - Parameter numbers: the normalisation's parameters.
  /// - Returns: whether it is one that can be.
  private mutating func fold(_ layer: Int, _ norm: Int, _ numbers: [[Float]], isPooled: Bool) -> Bool {
    let found: ChannelFactors
    switch (graph.nodes[layer].operation, graph.nodes[norm].operation) {
    case (.conv2d, .batchNorm2d(let attributes)), (.linear, .batchNorm1d(let attributes)):
      found = ChannelFactors(attributes, numbers)
    default: return false
    }
    var factors = Factors(scale: found.scale, shift: found.shift)
    if isPooled, factors.scale.contains(where: { $0 < 0 }) {
      signs[norm] = factors.scale.map { $0 < 0 ? -1 : 1 }
      for channel in factors.scale.indices where factors.scale[channel] < 0 {
        factors.scale[channel].negate()
        factors.shift[channel].negate()
      }
    } else {
      vanished.insert(norm)
    }
    self.factors[layer] = factors
    return true
  }
}

extension Graph.Operation {
  fileprivate var isMaxPooling: Bool {
    switch self {
    case .maxPool2d, .adaptiveMaxPool2d: true
    default: false
    }
  }
}
