import InklingEngine
import InklingFiles
import InklingTraining

/// What each node of a model gives for one image, as the engine computes it in evaluation mode.
struct ObservedNetwork {
  let nodes: [ObservedNode]

  /// - Throws: `InputError`: `.usage` for a model that cannot be looked into, `.malformed` for numbers that are not finite,
  ///   `.unavailable` when there is not enough memory.
  init(_ model: TrainedModel, at pixels: [UInt8]) throws(InputError) {
    try model.requireFloats(for: "an explanation")
    let graph = model.graph
    let (live, names) = (graph.live, graph.activationNames)
    let parameters = model.namedParameters()
    let program = try GradientProgram(
      graph, parameters: parameters, normalization: model.description.normalization,
      request: GradientRequest(input: false, activations: names, activationGradients: false), threads: 1,
      instructionSet: model.compiled.instructionSet)
    let found = try program.activations(at: .images(pixels)).activations
    let tensors = Dictionary(parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var values: [Int: ObservedNode.Value] = [:]
    var nodes: [ObservedNode] = []
    for (index, name) in zip(live, names) {
      let node = graph.nodes[index]
      guard let activation = found[name], activation.values.allSatisfy(\.isFinite) else {
        throw InputError(
          .malformed, "the network gives numbers that are not finite", path: model.origin.path, found: name,
          remedy: "train the model again with a lower learning rate")
      }
      // An importer may call them anything: their order says which is which.
      let forms = node.operation.parameters(named: "").map { String($0.name.dropFirst()) }
      let own = zip(forms, node.parameters).compactMap { form, name in tensors[name].map { (form, $0.values) } }
      let value = ObservedNode.Value(name: name, shape: graph.shapes[index], values: activation.values)
      values[index] = value
      nodes.append(
        ObservedNode(
          operation: node.operation, inputs: node.inputs.compactMap { values[$0] }, result: value,
          parameters: Dictionary(own, uniquingKeysWith: { first, _ in first })))
    }
    self.nodes = nodes
  }
}

/// A node with the numbers that it read and gave.
struct ObservedNode {
  /// A value of the network.
  struct Value {
    let name: String
    let shape: Shape
    /// Row-major.
    let values: [Float]

    /// Where the element at `index` stands: [channel, row, column] or [feature].
    func place(of index: Int) -> [Int] {
      guard shape.isImage else { return [index] }
      return [index / shape.plane, index % shape.plane / shape.width, index % shape.width]
    }

    /// The element at a place.
    func index(of place: [Int]) -> Int { zip(place, shape.dimensions).reduce(0) { $0 * $1.1 + $1.0 } }

    /// The first of the largest elements.
    var largest: Int { values.indices.max { values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1) } ?? 0 }

    /// The first of the smallest elements.
    var smallest: Int { values.indices.min { values[$0] < values[$1] } ?? 0 }

    func term(at index: Int, factor: Float = 1) -> WorkedTerm {
      WorkedTerm(factor: factor, value: values[index], place: place(of: index))
    }
  }

  let operation: Graph.Operation
  let inputs: [Value]
  let result: Value
  /// The numbers of each by the name that its layer gives it: "weight", "running_mean".
  let parameters: [String: [Float]]

  /// The node's first input; the result itself where it has none, which only the network's input is.
  var input: Value { inputs.first ?? result }

  /// The numbers of a parameter; nil where the layer goes without it.
  func parameter(_ name: String) -> [Float]? { parameters[name] }
}
