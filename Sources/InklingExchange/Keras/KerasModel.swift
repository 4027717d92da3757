import InklingFiles

/// A Sequential or functional model: its layers, and which value is its input and which its output.
struct KerasModel {
  let name: String
  let layers: [KerasLayer]
  /// The layer that is the input; nil where a Sequential model says the shape beside its first layer.
  let input: String?
  let output: KerasReference
  /// The shape that is said beside the layers, with the batch; nil where an input layer says it.
  let shape: DocumentNode?
  /// What it was read from.
  let config: DocumentNode

  /// The most layers of one model.
  private static let largestCount = 10_000
  /// Models inside models.
  static let depth = 16

  /// What a model's file says.
  init(_ node: DocumentNode, path: String?) throws(InputError) {
    try self.init(node, path: path, outer: KerasPlace(names: [], groups: []))
  }

  /// - Parameter outer: where the model is, if it is a layer of another.
  init(_ node: DocumentNode, path: String?, outer: KerasPlace) throws(InputError) {
    func fault(_ what: String, expected: String? = nil, found: String? = nil, remedy: String? = nil) -> InputError {
      InputError(.malformed, "the Keras model \(what)", path: path, expected: expected, found: found, remedy: remedy)
    }
    let kind = node["class_name"]?.text ?? "nothing"
    guard let config = node["config"], let isSequential = Self.kinds[kind], Self.customClass(node, kind) == nil else {
      throw fault(
        "is of a class that is not followed", expected: "Sequential or Functional",
        found: String((Self.customClass(node, kind) ?? kind).prefix(100)),
        remedy: "build it from Keras's own layers")
    }
    // Keras 1 and early Keras 2 had a list of layers alone.
    guard let list = config["layers"]?.elements ?? (isSequential ? config.elements : nil), !list.isEmpty,
      list.count <= Self.largestCount
    else { throw fault("has no list of layers", expected: "1 to \(Self.largestCount)") }
    self.config = config
    name = config["name"]?.text ?? "model"
    var (layers, counts, names) = ([KerasLayer](), [String: Int](), Set<String>())
    for entry in list {
      let layer = try KerasLayer(entry, isSequential ? layers.last : nil, isSequential, &counts, outer, path)
      guard names.insert(layer.name).inserted else {
        throw fault("has two layers of one name", found: String(layer.name.prefix(100)))
      }
      layers.append(layer)
    }
    self.layers = layers
    if isSequential {
      let first = layers[0]
      input = first.kind == "InputLayer" ? first.name : nil
      shape = first.node("batch_input_shape") ?? first.node("batch_shape") ?? config["build_input_shape"]
      output = KerasReference(layer: layers[layers.count - 1].name, call: 0)
    } else {
      guard let inputs = Self.references(config["input_layers"]), inputs.count == 1,
        let outputs = Self.references(config["output_layers"]), outputs.count == 1
      else { throw fault("has not one input and one output", expected: "one of each") }
      (input, output, shape) = (inputs[0].layer, outputs[0], nil)
    }
  }

  /// The classes of models, and whether they are sequential.
  static let kinds = ["Sequential": true, "Functional": false, "Model": false]

  /// The name of a class that is not Keras's own; nil where it is.
  static func customClass(_ node: DocumentNode, _ kind: String) -> String? {
    if let registered = node["registered_name"]?.text, registered != kind { return registered }
    guard let module = node["module"]?.text else { return nil }
    let package = module.split(separator: ".").first ?? ""
    return ["keras", "tf_keras", "tensorflow"].contains(package) ? nil : "\(module).\(kind)"
  }

  /// ["a", 0, 0], or a list of such.
  static func references(_ node: DocumentNode?) -> [KerasReference]? {
    guard let elements = node?.elements else { return nil }
    if elements.first?.elements == nil { return reference(elements).map { [$0] } }
    let references = elements.map { reference($0.elements ?? []) }
    let found = references.compactMap(\.self)
    return found.count == references.count ? found : nil
  }

  /// A layer's name, the number of its call, and the number of the tensor among those it gave.
  static func reference(_ parts: [DocumentNode]) -> KerasReference? {
    guard parts.count >= 3, let layer = parts[0].text, let call = parts[1].int, call >= 0, parts[2].int == 0 else {
      return nil
    }
    return KerasReference(layer: layer, call: call)
  }
}
