import InklingEngine
import InklingFiles

/// A network whose batch normalisations are part of the weights before them, wherever they alone read their result.
struct FoldedNetwork {
  let graph: Graph
  let parameters: [NamedTensor]

  /// - Throws: `InputError` of kind `.malformed` for parameters that are missing, misshapen or not finite.
  init(_ graph: Graph, _ tensors: [NamedTensor]) throws(InputError) {
    let values = try GraphParameters(graph, tensors)
    var (nodes, places) = ([Graph.Node](), [Int: Int]())
    var parameters: [String: NamedTensor] = [:]
    var descriptions: [ParameterDescription] = []
    let known = Dictionary(graph.parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let folds = Self.folds(graph)
    let folded = Set(folds.values)
    for index in graph.live {
      var node = graph.nodes[index]
      if folded.contains(index) {
        places[index] = places[node.inputs[0]]
        continue
      }
      var numbers = values.of(node)
      var forms = node.parameters.compactMap { known[$0] }
      if let next = folds[index], case .batchNorm1d(let norm) = graph.nodes[next].operation.asFeatures {
        let factors = ChannelFactors(norm, values.of(graph.nodes[next]))
        numbers = Self.folded(numbers, factors)
        forms = Self.withBias(forms, node, graph)
        node.operation = node.operation.withBias
        node.parameters = forms.map(\.name)
      }
      for (form, values) in zip(forms, numbers) {
        descriptions.append(form)
        parameters[form.name] = NamedTensor(name: form.name, shape: form.shape, values: values)
      }
      node.inputs = node.inputs.map { places[$0] ?? 0 }
      places[index] = nodes.count
      nodes.append(node)
    }
    self.graph = try Graph(nodes: nodes, parameters: descriptions, output: places[graph.output] ?? 0)
    self.parameters = descriptions.compactMap { parameters[$0.name] }
  }

  /// Convolutions and linear layers, each with the batch normalisation that becomes part of it.
  private static func folds(_ graph: Graph) -> [Int: Int] {
    var readers: [Int: [Int]] = [:]
    for index in graph.live { for input in graph.nodes[index].inputs { readers[input, default: []].append(index) } }
    var folds: [Int: Int] = [:]
    for index in graph.live where index != graph.output {
      guard let next = readers[index], next.count == 1 else { continue }
      switch (graph.nodes[index].operation, graph.nodes[next[0]].operation) {
      case (.conv2d, .batchNorm2d), (.linear, .batchNorm1d): folds[index] = next[0]
      default: break
      }
    }
    return folds
  }

  private static func folded(_ numbers: [[Float]], _ factors: ChannelFactors) -> [[Float]] {
    let outputs = factors.scale.count
    let row = numbers[0].count / outputs
    let weight = numbers[0].indices.map { Float(Double(numbers[0][$0]) * factors.scale[$0 / row]) }
    let bias = (0..<outputs).map { output in
      Float((numbers.count > 1 ? Double(numbers[1][output]) * factors.scale[output] : 0) + factors.shift[output])
    }
    return [weight, bias]
  }

  /// The weight, and a bias of a name that no other parameter has.
  private static func withBias(
    _ forms: [ParameterDescription], _ node: Graph.Node, _ graph: Graph
  ) -> [ParameterDescription] {
    guard forms.count == 1, let weight = forms.first else { return forms }
    let stem = weight.name.hasSuffix("weight") ? String(weight.name.dropLast(6)) : weight.name + "."
    var name = stem + "bias"
    while graph.parameters.contains(where: { $0.name == name }) { name += "_" }
    return [weight, ParameterDescription(name: name, shape: [weight.shape[0]], initializer: .constant(0))]
  }
}

extension Graph.Operation {
  /// Either batch normalisation as the one of features.
  fileprivate var asFeatures: Graph.Operation {
    if case .batchNorm2d(let norm) = self { .batchNorm1d(norm) } else { self }
  }

  fileprivate var withBias: Graph.Operation {
    switch self {
    case .conv2d(var convolution):
      convolution.bias = true
      return .conv2d(convolution)
    case .linear(var linear):
      linear.bias = true
      return .linear(linear)
    default: return self
    }
  }
}
