import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTraining

/// Makes a graph of an ONNX model, node by node.
struct ONNXImporter {
  let model: ONNXModel
  let path: String?
  var values: [String: ONNXValue] = [:]
  private(set) var nodes: [Graph.Node] = []
  private(set) var shapes: [Shape] = []
  /// Each node's parameters and their values.
  var tensors: [[(description: ParameterDescription, values: [Float])]] = []
  /// How often a value is read, or given out.
  private var uses: [String: Int] = [:]
  /// Which of the model's nodes makes a value.
  private var makers: [String: Int] = [:]
  /// The most names of one value that are looked at.
  private static let mostNames = 64
  /// Nodes of the graph that are read in ways that names do not show.
  var shared: Set<Int> = []
  private var names: Set<String> = ["input"]
  private var normalization: Normalization?
  private var isInputRead = false
  /// Whether pixels' bytes themselves go in.
  private var takesBytes = false
  /// What stands for bytes in a quantised network.
  var quantization = ONNXQuantization()
  var notes: [String] = []
  /// Values whose numbers are whole, as the input's are that takes bytes.
  var wholes: Set<String> = []
  /// Which of the model's nodes read a value.
  private(set) var readers: [String: [Int]] = [:]
  /// Constants in half precision.
  let halfConstants: Set<String>
  /// Values in half precision that only layers read whose weights are, too.
  var halves: Set<String> = []

  init(_ model: ONNXModel, _ path: String?) throws(InputError) {
    var model = model
    model.graph.nodes = model.nodesWithGELU
    model.graph.nodes = model.nodesWithLayerNorm
    self.model = model
    self.path = path
    halfConstants = model.halfConstants
    for array in model.graph.initializers { values[array.name] = .constant(array) }
    for name in model.graph.nodes.flatMap(\.inputs) + model.graph.outputs.map(\.name) { uses[name, default: 0] += 1 }
    for (index, node) in model.graph.nodes.enumerated() {
      for name in node.outputs { makers[name] = index }
      for name in Set(node.inputs) { readers[name, default: []].append(index) }
    }
    let inputs = model.graph.inputs.filter { values[$0.name] == nil }
    guard inputs.count == 1, let input = inputs.first, let outer = input.shape, 2...4 ~= outer.count else {
      throw fault(
        "the model's inputs are no images",
        expected: "one input of [N, C, H, W], [N, H, W, C], [N, H, W] or [N, features]",
        found: "\(inputs.count) with \(inputs.first?.shape?.count ?? 0) dimensions", remedy: Self.running)
    }
    if try takesWholes(input) { wholes.insert(input.name) }
    takesBytes = !wholes.isEmpty
    var dimensions: [Int] = []
    for dimension in outer.dropFirst() {
      guard case .fixed(let size) = dimension, size > 0, size <= 1 << 20 else {
        throw fault(
          "the size of the model's images is not fixed", expected: "numbers in the shape of '\(input.name.prefix(60))'",
          found: input.shapeText, remedy: "export it with a fixed size; the batch may stay open")
      }
      dimensions.append(size)
    }
    let (order, sides) = model.graph.order(of: input.name, dimensions)
    if let note = order.note { notes.append(note) }
    try begin(Shape(checking: sides, path: path), input.name, order)
  }

  private mutating func begin(_ shape: Shape, _ name: String, _ order: ONNXInputOrder) {
    nodes = [Graph.Node(name: "input", operation: .input(.init(shape: shape)), inputs: [])]
    shapes = [shape]
    tensors = [[]]
    let ones = [Float](repeating: 1, count: shape.channels)
    values[name] = .input(scale: ones, shift: ones.map { _ in 0 }, order: order)
  }

  /// What may be done with a model that cannot be trained here.
  private static let running = "'inkling run' answers with the file as it is"

  func fault(
    _ what: String, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(.malformed, what, path: path, expected: expected, found: found, remedy: remedy)
  }

  /// What cannot be trained here, but may be run.
  func refusal(_ node: ONNXNode, _ why: String, found: String? = nil) -> InputError {
    fault(
      "the \(node.label) can be run, not trained: \(why)", found: found,
      remedy: Self.running)
  }

  // MARK: Values

  /// The value that a node reads, nil for an input that is left out.
  func value(_ node: ONNXNode, _ place: Int) -> ONNXValue? {
    node.inputs.indices.contains(place) ? values[node.inputs[place]] : nil
  }

  /// A constant that a node reads.
  func constant(_ node: ONNXNode, _ place: Int, _ what: String) throws(InputError) -> NamedArray {
    if case .constant(let array) = value(node, place) { return array }
    throw refusal(node, "its \(what) is no constant")
  }

  /// The graph's node that a node reads, first of all the input with its preprocessing.
  mutating func operand(_ node: ONNXNode, _ place: Int = 0) throws(InputError) -> Int {
    switch value(node, place) {
    case .node(let index): return index
    case .input(_, _, .channelsFirst): return try inputNode(node, place)
    case .input(_, _, .channelsLast), .arranged(_, .channelsLast), .arranged(_, .rows):
      throw refusal(node, "it reads images whose channels come last")
    case .constant: throw refusal(node, "it takes a constant in place of images")
    default: throw refusal(node, "its input has a shape that no layer makes")
    }
  }

  /// The input with its preprocessing, for a node that reads it in whichever order.
  mutating func inputNode(_ node: ONNXNode, _ place: Int = 0) throws(InputError) -> Int {
    switch value(node, place) {
    case .input(let scale, let shift, _):
      let identity = scale.allSatisfy { $0 == 1 } && shift.allSatisfy { $0 == 0 }
      let wanted = identity ? nil : Normalization(scale: scale, shift: shift)
      guard !isInputRead || wanted == normalization else {
        throw refusal(node, "it reads the input otherwise scaled than another node")
      }
      (isInputRead, normalization) = (true, wanted)
      return 0
    default: throw refusal(node, "its input has a shape that no layer makes")
    }
  }

  /// Whether only this node reads the value, under whichever of its names.
  func isRead(onceBy node: ONNXNode, _ place: Int) -> Bool {
    var name = node.inputs[place]
    guard let index = values[name]?.source, !shared.contains(index) else { return false }
    for _ in 0..<Self.mostNames {
      guard uses[name] == 1 else { return false }
      guard let maker = makers[name],
        let other = model.graph.nodes[maker].inputs.first(where: { values[$0]?.source == index })
      else { return true }
      name = other
    }
    return false
  }

  /// Adds a node to the graph, which is the ONNX node's value.
  ///
  /// - Parameter values: of its parameters, in PyTorch's order.
  mutating func add(
    _ operation: Graph.Operation, _ inputs: [Int], _ values: [[Float]] = [], for node: ONNXNode, as output: Bool = true
  ) throws(InputError) {
    let base = unique(name(of: node))
    let shape: Shape
    do throws(InputError) {
      shape = try operation.shape(of: inputs.map { shapes[$0] })
    } catch {
      throw refusal(node, error.what, found: error.found.map { "\($0) for \(error.expected ?? operation.name)" })
    }
    let described = operation.parameters(named: base)
    guard described.count == values.count, zip(described, values).allSatisfy({ $0.count == $1.count }) else {
      throw fault(
        "the \(node.label) has weights of another shape",
        expected: described.map { "\($0.shape)" }.joined(separator: ", "),
        found: values.map { "\($0.count) numbers" }.joined(separator: ", "))
    }
    nodes.append(
      Graph.Node(name: base, operation: operation, inputs: inputs, parameters: described.map(\.name)))
    shapes.append(shape)
    tensors.append(zip(described, values).map { ($0, $1) })
    quantization.add(nodes.count - 1, operation, node)
    guard nodes.count < Graph.largestNodeCount else { throw fault("the model has too many nodes") }
    if output { set(node, .node(nodes.count - 1)) }
  }

  /// Puts another operation in place of one that was added, with other parameters.
  mutating func replace(_ index: Int, _ operation: Graph.Operation, _ values: [[Float]]) {
    let described = operation.parameters(named: nodes[index].name)
    nodes[index].operation = operation
    nodes[index].parameters = described.map(\.name)
    tensors[index] = zip(described, values).map { ($0, $1) }
  }

  /// Says what a node's first output is.
  mutating func set(_ node: ONNXNode, _ value: ONNXValue) { values[node.outputs[0]] = value }

  // MARK: Names

  /// PyTorch's name of the layer, as far as the file has it.
  private func name(of node: ONNXNode) -> String {
    if node.inputs.count > 1, node.inputs[1].hasSuffix(".weight"), case .constant = values[node.inputs[1]] {
      return String(node.inputs[1].dropLast(7).prefix(200))
    }
    let parts = node.name.prefix(400).split(separator: "/")
    let path = (parts.count > 1 ? parts.dropLast() : parts[...]).joined(separator: ".")
    let clean = String(
      path.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(200).map(Character.init))
    return clean.isEmpty ? node.operation.prefix(60).lowercased() : clean
  }

  private mutating func unique(_ wanted: String) -> String {
    if names.insert(wanted).inserted { return wanted }
    var number = 2
    while !names.insert("\(wanted)_\(number)").inserted { number += 1 }
    return "\(wanted)_\(number)"
  }

  // MARK: The whole

  /// The network, once every node was read.
  func network() throws(InputError) -> ImportedNetwork {
    guard let name = model.graph.outputs.first?.name, case .node(let output) = values[name] else {
      throw fault(
        "the model's output can be run, not trained: no layer makes it",
        found: "'\((model.graph.outputs.first?.name ?? "").prefix(60))'", remedy: Self.running)
    }
    let live = Set(Self.live(nodes, output))
    // What the output does not need is left out.
    var places: [Int: Int] = [:]
    var kept: [Graph.Node] = []
    for index in nodes.indices where live.contains(index) || index == 0 {
      places[index] = kept.count
      var node = nodes[index]
      node.inputs = node.inputs.compactMap { places[$0] }
      kept.append(node)
    }
    let all = nodes.indices.filter(live.contains).flatMap { tensors[$0] }
    let whole = try Graph(nodes: kept, parameters: all.map(\.description), output: places[output] ?? 0)
    let task = try task(of: whole)
    let classes = task.name == .read ? whole.outputShape.channels : whole.outputShape.count
    let names = try classNames(classes)
    let written = try description()
    // These tasks make probabilities of logits themselves.
    let takesLogits = task.name == .read || written?.task.name == .severalLabels
    let graph = takesLogits ? try whole.withoutFinalProbabilities() : whole
    let said = try checked(written, of: graph, names)
    let noted = try noted(said, normalization, graph.inputShape.channels)
    var notes = notes
    if names == nil, said?.classNames == nil, model.metadata.contains(where: { $0.key == "class_names" }) {
      notes.append(
        "The file's class names are not \(classes), as its outputs are: the classes have numbers (--classes).")
    }
    var network = ImportedNetwork(
      graph: graph,
      parameters: all.map { NamedTensor(name: $0.description.name, shape: $0.description.shape, values: $0.values) },
      classNames: names,
      normalization: normalization ?? noted, notes: notes, isNormalizationNoted: normalization == nil,
      card: try entry("card"), task: task)
    network.input = said
    network.takesBytes = takesBytes
    let indices = nodes.indices.filter { places[$0] != nil }
    network.quantizedArrays = try quantization.arrays(of: kept, indices, tensors, path)
    network.quantization = try quantizationRecord
    return network
  }

  private static func live(_ nodes: [Graph.Node], _ output: Int) -> [Int] {
    var needed: Set<Int> = [output]
    for index in nodes.indices.reversed() where needed.contains(index) { needed.formUnion(nodes[index].inputs) }
    return needed.sorted()
  }
}
