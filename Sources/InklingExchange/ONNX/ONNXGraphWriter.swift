import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingQuantization

/// Puts ONNX nodes one behind the other.
struct ONNXGraphWriter {
  let graph: Graph
  /// The bytes that stand for values and weights; nil for a network in float32.
  let quantized: QuantizedModel?
  private let tensors: [String: NamedTensor]
  private(set) var nodes: [ONNXNode] = []
  private(set) var initializers: [NamedArray] = []
  /// The ONNX value of each of the graph's nodes.
  private var values: [Int: String]
  private var names: Set<String>
  private var constants: [String: String] = [:]

  /// - Parameter input: the name of the model's input.
  init(_ graph: Graph, _ parameters: [NamedTensor], input: String, _ quantized: QuantizedModel? = nil) {
    self.graph = graph
    self.quantized = quantized
    tensors = Dictionary(parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    values = [0: input]
    // The outputs' names are kept free.
    names = [input, "logits", "probabilities", "quantities"]
  }

  // MARK: Names

  /// A name that no other value has.
  private mutating func unique(_ wanted: String) -> String {
    if names.insert(wanted).inserted { return wanted }
    var number = 2
    while !names.insert("\(wanted)_\(number)").inserted { number += 1 }
    return "\(wanted)_\(number)"
  }

  /// The value that a node of the graph reads.
  func input(_ node: Int, _ place: Int = 0) -> String { values[graph.nodes[node].inputs[place]] ?? "" }

  /// The value that is a node of the graph.
  func value(of node: Int) -> String { values[node] ?? "" }

  /// Says which value is a graph's node.
  mutating func set(_ node: Int, _ value: String) { values[node] = value }

  // MARK: Nodes

  /// Adds a node with one output, and gives the output's name.
  @discardableResult
  mutating func add(
    _ operation: String, _ inputs: [String], _ attributes: [ONNXAttribute] = [], name: String
  ) -> String {
    let output = unique(name)
    nodes.append(ONNXNode(operation, name: output, inputs: inputs, outputs: [output], attributes: attributes))
    return output
  }

  // MARK: Constants

  /// A parameter by its name; its values go into the model once.
  ///
  /// - Throws: `InputError` of kind `.malformed` when there is none of that shape.
  mutating func parameter(_ name: String, reshaped shape: [Int]? = nil) throws(InputError) -> String {
    let key = "\(name) \(shape.map { "\($0)" } ?? "")"
    if let known = constants[key] { return known }
    let tensor = try tensor(name)
    let value = unique(name)
    initializers.append(NamedArray(name: value, shape: shape ?? tensor.shape, floats: tensor.values))
    constants[key] = value
    return value
  }

  /// A parameter's tensor.
  func tensor(_ name: String) throws(InputError) -> NamedTensor {
    let described = graph.parameters.first { $0.name == name }
    guard let tensor = tensors[name], tensor.shape == described?.shape else {
      throw InputError(
        .malformed, "a parameter of the network is missing or has another shape",
        expected: "'\(name)' \(described?.shape ?? [])", found: tensors[name].map { "\($0.shape)" } ?? "none")
    }
    return tensor
  }

  /// Numbers that are no parameter.
  mutating func constant(_ name: String, _ shape: [Int], _ floats: [Float]) -> String {
    let value = unique(name)
    initializers.append(NamedArray(name: value, shape: shape, floats: floats))
    return value
  }

  /// Numbers of any type that are no parameter.
  mutating func constant(
    _ name: String, _ array: (String) throws(InputError) -> NamedArray
  ) throws(InputError) -> String {
    let value = unique(name)
    initializers.append(try array(value))
    return value
  }

  /// One number for all elements.
  mutating func scalar(_ number: Float) -> String {
    let key = "scalar \(number.bitPattern)"
    if let known = constants[key] { return known }
    let value = constant("constant", [], [number])
    constants[key] = value
    return value
  }

  /// Whole numbers, such as a shape.
  mutating func integers(_ name: String, _ numbers: [Int]) -> String {
    let value = unique(name)
    initializers.append(NamedArray(name: value, shape: [numbers.count], integers: numbers.map { Int64($0) }))
    return value
  }

  // MARK: Beginning and end

  /// Turns bytes into what the network takes.
  mutating func normalize(_ normalization: Normalization, channels: Int) throws(InputError) {
    guard normalization.scale.count == channels, normalization.shift.count == channels else {
      throw InputError(
        .usage, "the normalization does not fit the images", expected: "\(channels) channels",
        found: "\(normalization.scale.count) and \(normalization.shift.count)")
    }
    let floats = add("Cast", [input0], [ONNXAttribute("to", integer: 1)], name: "floats")
    let scaled = add(
      "Mul", [floats, constant("normalization.scale", [channels, 1, 1], normalization.scale)], name: "scaled")
    values[0] = add(
      "Add", [scaled, constant("normalization.shift", [channels, 1, 1], normalization.shift)], name: "normalized")
  }

  private var input0: String { values[0] ?? "" }

  /// Gives the output its name.
  ///
  /// - Parameter ending: the operation that it goes through; nil for none.
  mutating func finish(as name: String, through ending: String?, output: Int) {
    let value = values[output] ?? ""
    let axis = ending == "Softmax" ? [ONNXAttribute("axis", integer: 1)] : []
    nodes.append(
      ONNXNode(
        ending ?? "Identity", name: ending?.lowercased() ?? "output", inputs: [value], outputs: [name], attributes: axis
      ))
  }
}
