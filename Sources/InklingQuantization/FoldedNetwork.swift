import InklingEngine
import InklingFiles

/// A network whose batch normalisations are part of the weights before them, wherever they alone read their result, or what a
/// max pooling makes of it (`FoldingPlan`).
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
    let plan = FoldingPlan(graph, values)
    for index in graph.live {
      let inputs = graph.nodes[index].inputs.map { places[$0] ?? 0 }
      if plan.vanished.contains(index) {
        places[index] = inputs[0]
        continue
      }
      var node = graph.nodes[plan.exchanged[index] ?? index]
      var numbers = values.of(node)
      var forms = node.parameters.compactMap { known[$0] }
      if let factors = plan.factors[index] {
        numbers = Self.folded(numbers, factors)
        forms = Self.withBias(forms, node, graph)
        node.operation = node.operation.withBias
        node.parameters = forms.map(\.name)
      }
      if let signs = plan.signs[index] { numbers = Self.numbers(of: signs, node.operation) }
      for (form, values) in zip(forms, numbers) {
        descriptions.append(form)
        parameters[form.name] = NamedTensor(name: form.name, shape: form.shape, values: values)
      }
      node.inputs = inputs
      places[index] = nodes.count
      nodes.append(node)
    }
    self.graph = try Graph(nodes: nodes, parameters: descriptions, output: places[graph.output] ?? 0)
    self.parameters = descriptions.compactMap { parameters[$0.name] }
  }

  private static func folded(_ numbers: [[Float]], _ factors: FoldingPlan.Factors) -> [[Float]] {
    let outputs = factors.scale.count
    let row = numbers[0].count / outputs
    let weight = numbers[0].indices.map { Float(Double(numbers[0][$0]) * factors.scale[$0 / row]) }
    let bias = (0..<outputs).map { output in
      Float((numbers.count > 1 ? Double(numbers[1][output]) * factors.scale[output] : 0) + factors.shift[output])
    }
    return [weight, bias]
  }

  /// The parameters of a normalisation, one with a weight, that gives each channel its sign and changes nothing else.
  private static func numbers(of signs: [Float], _ operation: Graph.Operation) -> [[Float]] {
    var size: Float = 1
    if case .batchNorm2d(let norm) = operation { size = (1 + norm.eps).squareRoot() }
    let zeros = signs.map { _ in Float(0) }
    return [signs.map { $0 * size }, zeros, zeros, signs.map { _ in 1 }]
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
