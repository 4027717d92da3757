public import InklingFiles
public import InklingFormats

/// Runs an ONNX model as a function of named arrays, in plain arithmetic: float32 where the model has float32 or less,
/// float64 for simple operations on float64.
///
///     let runner = try ONNXRunner(ONNXModel(path: "digits.onnx"))
///     let outputs = try runner.run([NamedArray(name: "input", shape: [1, 1, 28, 28], floats: pixels)])
public struct ONNXRunner: Sendable {
  /// What goes in; those that the model has a default for are not among them.
  public let inputs: [ONNXValueInfo]
  /// What comes out.
  public let outputs: [ONNXValueInfo]

  /// The names of all operations that are followed.
  package static var operations: Set<String> { Set(ONNXOperation.all.keys) }

  /// The attributes of an operation that are followed; nil for one that is not known.
  package static func attributes(of operation: String) -> Set<String>? { ONNXOperation.all[operation]?.attributes }

  private let nodes: [ONNXNode]
  private let operatorSet: Int
  private let constants: [String: ONNXTensor]
  /// The values that nobody needs after a node.
  private let lastUses: [[String]]
  private let limits: ONNXLimits
  private let path: String?
  private let allInputs: [ONNXValueInfo]

  /// Prepares a model.
  ///
  /// - Parameters:
  ///   - model: which is checked first.
  ///   - path: the model's file, for errors.
  ///   - limits: what a run may need.
  /// - Throws: `InputError` of kind `.malformed` for a model that `ONNXModel.check()` refuses; an operation, an operator set
  ///   or an attribute that is not followed, named with its node; more constants than the limit.
  public init(_ model: ONNXModel, path: String? = nil, limits: ONNXLimits = ONNXLimits()) throws(InputError) {
    try model.check(path: path)
    (self.path, self.limits, operatorSet, nodes) = (path, limits, model.operatorSet, model.graph.nodes)
    var left = limits.memory
    var constants: [String: ONNXTensor] = [:]
    for array in model.graph.initializers {
      left -= array.count * ONNXTensor.size(of: array.elementType)
      guard left >= 0 else {
        throw InputError(
          .malformed, "the model's constants are too large", path: path, expected: "\(limits.memory) bytes")
      }
      constants[array.name] = try ONNXTensor(array)
    }
    self.constants = constants
    allInputs = model.graph.inputs
    inputs = model.graph.inputs.filter { constants[$0.name] == nil }
    outputs = model.graph.outputs
    for node in nodes { try Self.check(node, model.operatorSet, path) }
    lastUses = Self.lastUses(nodes, kept: Set(model.graph.outputs.map(\.name)))
  }

  /// The outputs, in the model's order, for inputs by name in any order.
  ///
  /// - Throws: `InputError` of kind `.usage` for an input that is missing, not known, or of another type or shape than the
  ///   model says; of kind `.malformed`, with the node's name, for what a node cannot do, or beyond the limits.
  public func run(_ arrays: [NamedArray]) throws(InputError) -> [NamedArray] {
    var values = constants
    let ledger = ONNXLedger(limits, held: constants.values.reduce(0) { $0 + $1.byteCount })
    for (name, tensor) in try bound(arrays) {
      ledger.held += tensor.byteCount
      values[name] = tensor
    }
    guard ledger.held <= limits.memory else {
      throw InputError(.malformed, "the inputs are too large", path: path, expected: "\(limits.memory) bytes in all")
    }
    for (index, node) in nodes.enumerated() {
      let made = try run(node, values, ledger)
      for (name, tensor) in made {
        values[name] = tensor
        ledger.held += tensor.byteCount
      }
      for name in lastUses[index] {
        if let tensor = values.removeValue(forKey: name) { ledger.held -= tensor.byteCount }
      }
    }
    return try outputs.map { output throws(InputError) in
      guard let array = values[output.name]?.array(named: output.name) else {
        throw InputError(
          .malformed, "the output '\(output.name.prefix(60))' is of a type that is only read", path: path)
      }
      return array
    }
  }

  /// The inputs by name, held against what the model says of them.
  private func bound(_ arrays: [NamedArray]) throws(InputError) -> [String: ONNXTensor] {
    func fault(_ what: String, expected: String? = nil, found: String? = nil) -> InputError {
      InputError(.usage, what, path: path, expected: expected, found: found)
    }
    var bound: [String: ONNXTensor] = [:]
    var named: [String: Int] = [:]
    for array in arrays {
      let name = array.name.prefix(60)
      guard let info = allInputs.first(where: { $0.name == array.name }), bound[array.name] == nil else {
        throw fault(
          bound[array.name] == nil ? "the model has no such input" : "an input is given twice",
          expected: NameList.text(inputs.map(\.name)), found: "'\(name)'")
      }
      if let type = info.elementType, type != array.elementType {
        throw fault(
          "the input '\(name)' is of another type", expected: type.rawValue, found: array.elementType.rawValue)
      }
      guard ONNXLimits.count(of: array.shape) != nil, info.matches(array.shape, &named) else {
        throw fault(
          "the input '\(name)' is of another shape", expected: info.shapeText, found: "\(array.shape.prefix(32))")
      }
      bound[array.name] = try ONNXTensor(array)
    }
    for input in inputs where bound[input.name] == nil {
      throw fault("an input is missing", expected: "'\(input.name.prefix(60))'")
    }
    return bound
  }

  private func run(
    _ node: ONNXNode, _ values: [String: ONNXTensor], _ ledger: ONNXLedger
  ) throws(InputError) -> [(String, ONNXTensor)] {
    guard let operation = ONNXOperation.all[node.operation] else { return [] }
    let run = ONNXNodeRun(
      node, operatorSet: operatorSet, inputs: node.inputs.map { $0.isEmpty ? nil : values[$0] }, path: path,
      ledger: ledger)
    ledger.taken = 0
    try run.spend(1)
    let made = try operation.body(run)
    ledger.taken = 0
    guard node.outputs.count <= made.count || node.outputs[made.count...].allSatisfy(\.isEmpty) else {
      throw run.fault("it makes fewer outputs", expected: "at most \(made.count)", found: "\(node.outputs.count)")
    }
    return zip(node.outputs, made).filter { !$0.0.isEmpty }
  }

  private static func check(_ node: ONNXNode, _ operatorSet: Int, _ path: String?) throws(InputError) {
    func fault(_ what: String, expected: String? = nil, found: String? = nil) -> InputError {
      InputError(.malformed, "the \(node.label) cannot be run: \(what)", path: path, expected: expected, found: found)
    }
    guard node.domain.isEmpty, let operation = ONNXOperation.all[node.operation] else {
      throw fault(
        "its operation is not known", found: node.domain.isEmpty ? node.operation : "\(node.domain).\(node.operation)")
    }
    guard operation.since <= operatorSet else {
      throw fault("its operation is of a later operator set", expected: "\(operation.since)", found: "\(operatorSet)")
    }
    guard operation.inputs.contains(node.inputs.count) else {
      throw fault("its number of inputs", expected: operation.inputs.text, found: "\(node.inputs.count)")
    }
    for attribute in node.attributes where !operation.attributes.contains(attribute.name) {
      throw fault("its attribute is not followed", found: attribute.name)
    }
  }

  private static func lastUses(_ nodes: [ONNXNode], kept: Set<String>) -> [[String]] {
    var seen = kept
    var lastUses = [[String]](repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated().reversed() {
      for name in node.inputs + node.outputs where !name.isEmpty && seen.insert(name).inserted {
        lastUses[index].append(name)
      }
    }
    return lastUses
  }
}
