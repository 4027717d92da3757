import InklingEngine
import InklingFiles
import InklingFormats

/// Makes a graph of a Keras model, layer by layer.
final class KerasGraphBuilder {
  let source: KerasSource
  private(set) var nodes: [Graph.Node] = []
  private(set) var shapes: [[Int]] = []
  private var descriptions: [ParameterDescription] = []
  private var tensors: [NamedTensor] = []
  private(set) var notes: [String] = []
  /// What the layers at the input make of it; nil until a node reads it.
  private var inputAffine: KerasAffine?
  /// The layers that have given their weights: one that is called twice would share them.
  private var weighted: Set<String> = []

  init(_ source: KerasSource) { self.source = source }

  /// - Throws: `InputError` of kind `.malformed` that names the first layer that cannot be followed.
  func network(_ model: KerasModel) throws(InputError) -> KerasNetwork {
    let input = try self.input(of: model)
    var output = try run(model, on: input)
    guard output.isFeatures, case .axes([0]) = output.layout, output.node != 0 else {
      throw InputError(
        .malformed, "the Keras model does not end in one number a class", path: source.path,
        expected: "a Dense layer or global pooling at its end", found: "\(output.shape.prefix(8))")
    }
    let endsInSoftmax = isSoftmax(output)
    if endsInSoftmax {
      notes.append("The softmax at the end was taken off: the outputs are logits, whose softmax is what Keras answers.")
      output.node = nodes[output.node].inputs[0]
      if output.node == nodes.count - 2 { nodes.removeLast() }
    } else if case .sigmoid = nodes[output.node].operation {
      notes.append("The network ends in a sigmoid, which was kept: the outputs are Keras's, not logits.")
    }
    let graph = try Graph(nodes: nodes, parameters: descriptions, output: output.node)
    var axes: [Int] = []
    if input.isImage, case .axes(let given) = input.layout { axes = given }
    let network = ImportedNetwork(
      graph: graph, parameters: tensors, normalization: normalization(channels: graph.inputShape.channels), notes: notes
    )
    return KerasNetwork(network: network, inputShape: input.shape, inputAxes: axes, endsInSoftmax: endsInSoftmax)
  }

  private func isSoftmax(_ output: KerasValue) -> Bool {
    if case .softmax = nodes[output.node].operation { true } else { false }
  }

  private func normalization(channels: Int) -> Normalization? {
    guard let affine = inputAffine, !affine.isIdentity else { return nil }
    func all(_ list: [Double]) -> [Float] {
      list.count == 1 ? [Float](repeating: Float(list[0]), count: channels) : list.map { Float($0) }
    }
    return Normalization(scale: all(affine.scale), shift: all(affine.shift))
  }

  func note(_ sentence: String) {
    if !notes.contains(sentence), notes.count < 100 { notes.append(sentence) }
  }

  // MARK: Nodes

  /// The node that a value is, for one that reads it.
  ///
  /// - Throws: `InputError` when two nodes read the input and Keras changes it for only one of them.
  func read(_ value: KerasValue, for layer: KerasLayer) throws(InputError) -> Int {
    guard value.node == 0 else { return value.node }
    guard inputAffine == nil || inputAffine == value.affine else {
      throw layer.fault(
        "reads the input as it is, and another layer reads it rescaled", remedy: "rescale it for all layers")
    }
    inputAffine = value.affine
    return 0
  }

  /// Adds an operation on one value, which keeps Keras's shape and its layout unless told otherwise.
  func add(
    _ operation: Graph.Operation, _ suffix: String? = nil, on value: KerasValue, for layer: KerasLayer,
    parameters: [String] = [], shape: [Int]? = nil, layout: KerasLayout? = nil
  ) throws(InputError) -> KerasValue {
    let name = suffix.map { "\(layer.label).\($0)" } ?? layer.label
    let input = try read(value, for: layer)
    nodes.append(Graph.Node(name: name, operation: operation, inputs: [input], parameters: parameters))
    return KerasValue(node: nodes.count - 1, shape: shape ?? value.shape, layout: layout ?? value.layout)
  }

  /// The same for an operation on several values of one layout.
  func add(
    _ operation: Graph.Operation, on values: [KerasValue], for layer: KerasLayer, shape: [Int], layout: KerasLayout
  ) throws(InputError) -> KerasValue {
    let inputs = try values.map { value throws(InputError) in try read(value, for: layer) }
    nodes.append(Graph.Node(name: layer.label, operation: operation, inputs: inputs))
    return KerasValue(node: nodes.count - 1, shape: shape, layout: layout)
  }

  /// The graph's first node, of a shape in Keras's order.
  func setInput(_ shape: Shape) {
    let node = Graph.Node(name: "input", operation: .input(.init(shape: shape)), inputs: [])
    if nodes.isEmpty { nodes.append(node) } else { nodes[0] = node }
  }

  /// Whether nothing reads the input yet.
  var isUntouched: Bool { nodes.count == 1 }

  // MARK: Parameters

  /// A layer's weights, as many as it should have.
  func weights(of layer: KerasLayer, _ count: Int) throws(InputError) -> [NamedArray] {
    guard weighted.insert(layer.label).inserted else {
      throw layer.fault(
        "is called twice, and so shares its weights", remedy: "give each place a layer of its own")
    }
    let arrays = try source.weights.arrays(at: layer.place)
    guard arrays.count == count else {
      throw layer.fault(
        "has not the weights that its configuration asks for", expected: "\(count)", found: "\(arrays.count)")
    }
    return arrays
  }

  /// The numbers of a weight of that shape.
  func floats(_ array: NamedArray, _ shape: [Int], _ layer: KerasLayer) throws(InputError) -> [Float] {
    guard array.shape == shape, array.elementType.isFloat else {
      throw layer.fault(
        "has a weight of another shape", expected: "\(shape)",
        found: "\(array.elementType.rawValue) \(array.shape.prefix(8))")
    }
    return try array.floats()
  }

  /// Adds a parameter under the layer's name, and gives its name.
  func parameter(
    _ name: String, _ shape: [Int], _ values: [Float], fanIn: Int? = nil, role: Parameter.Role = .learned,
    first: Float = 0, _ layer: KerasLayer
  ) -> String {
    let name = "\(layer.label).\(name)"
    let initializer: Parameter.Initializer =
      fanIn.map { .uniform(bound: 1 / Float($0).squareRoot()) } ?? .constant(first)
    descriptions.append(ParameterDescription(name: name, shape: shape, initializer: initializer, role: role))
    tensors.append(NamedTensor(name: name, shape: shape, values: values))
    return name
  }
}
