public import InklingFiles
import InklingFormats

extension ONNXModel {
  /// Whether the model keeps the format's rules: versions that are known, every value made once and before it is used, no
  /// cycle, no attribute twice. Whether its operations are known is for those who run or import it.
  ///
  /// - Parameter path: the model's file, for errors.
  /// - Throws: `InputError` of kind `.malformed`.
  public func check(path: String? = nil) throws(InputError) {
    func fault(_ what: String, expected: String? = nil, found: String? = nil, remedy: String? = nil) -> InputError {
      InputError(.malformed, what, path: path, expected: expected, found: found, remedy: remedy)
    }
    guard Self.formatVersions.contains(formatVersion) else {
      throw fault(
        "a version of ONNX's format that is not known", expected: "\(Self.formatVersions)", found: "\(formatVersion)")
    }
    guard Self.operatorSets.contains(operatorSet) else {
      throw fault(
        "an operator set that is not known", expected: "\(Self.operatorSets)", found: "\(operatorSet)",
        remedy: "convert the model (onnx.version_converter)")
    }
    var known: Set<String> = []
    for value in graph.inputs {
      guard !value.name.isEmpty, known.insert(value.name).inserted else {
        throw fault("an input's name is empty or taken", found: "'\(value.name.prefix(60))'")
      }
    }
    var constants: Set<String> = []
    for array in graph.initializers {
      guard !array.name.isEmpty, constants.insert(array.name).inserted else {
        throw fault("a constant's name is empty or taken", found: "'\(array.name.prefix(60))'")
      }
    }
    known.formUnion(constants)
    for node in graph.nodes { try check(node, &known, fault) }
    guard !graph.outputs.isEmpty else { throw fault("the graph has no output") }
    for value in graph.outputs where !known.contains(value.name) {
      throw fault("an output that no node makes", found: "'\(value.name.prefix(60))'")
    }
    guard Set(graph.outputs.map(\.name)).count == graph.outputs.count else { throw fault("an output is named twice") }
  }

  private func check(
    _ node: ONNXNode, _ known: inout Set<String>, _ fault: (String, String?, String?, String?) -> InputError
  ) throws(InputError) {
    for input in node.inputs where !input.isEmpty && !known.contains(input) {
      let isMadeLater = graph.nodes.contains { $0.outputs.contains(input) }
      throw fault(
        isMadeLater
          ? "the nodes are in no order, or in a cycle: the \(node.label) reads a value that is made later"
          : "the \(node.label) reads a value that nothing makes", nil, "'\(input.prefix(60))'", nil)
    }
    for output in node.outputs where !output.isEmpty {
      guard known.insert(output).inserted else {
        throw fault("the \(node.label) makes a value that is there already", nil, "'\(output.prefix(60))'", nil)
      }
    }
    var names: Set<String> = []
    for attribute in node.attributes where !names.insert(attribute.name).inserted {
      throw fault("the \(node.label) has an attribute twice", nil, "'\(attribute.name.prefix(60))'", nil)
    }
  }
}
