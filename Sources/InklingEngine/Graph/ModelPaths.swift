/// A layer that only holds other layers, whose own property does not appear in their names: PyTorch's `Sequential`
/// calls its first layer "0", not "layers.0".
package protocol TransparentContainer {
  var contents: [any Layer] { get }
}

/// The paths by which a model's parameters and layers are reached, found by reflection.
struct ModelPaths {
  private var ordered: [(name: String, parameter: Parameter)] = []
  private var layers: [ObjectIdentifier: String] = [:]

  /// The objects that the walk has come to, held so that no other takes the address of one, and the paths to those that
  /// it is in.
  private var known: [ObjectIdentifier: AnyObject] = [:]
  private var open: [ObjectIdentifier: String] = [:]

  /// - Throws: `GraphError` for an object whose properties lead back to it: no path would ever end.
  init(of model: Any) throws(GraphError) { try walk(model, path: "") }

  /// The parameters that the nodes use, in the order of the model's properties; a parameter that no property leads
  /// to comes last, with a number for a name.
  func parameters(usedBy nodes: [TracedNode]) -> [(name: String, parameter: Parameter)] {
    let used = nodes.flatMap(\.parameters)
    let usedSet = Set(used.map(ObjectIdentifier.init))
    var result = ordered.filter { usedSet.contains(ObjectIdentifier($0.parameter)) }
    var known = Set(result.map { ObjectIdentifier($0.parameter) })
    for parameter in used where known.insert(ObjectIdentifier(parameter)).inserted {
      result.append(("parameter\(result.count)", parameter))
    }
    return result
  }

  /// A name for each node: its layer's path, or its operation's name in lower case.
  func names(for nodes: [TracedNode]) -> [String] {
    let owners = Dictionary(
      ordered.map { (ObjectIdentifier($0.parameter), parent(of: $0.name)) }, uniquingKeysWith: { first, _ in first })
    return nodes.map { node in
      if let identity = node.identity, let path = layers[ObjectIdentifier(identity)] { return path }
      if let parameter = node.parameters.first, let path = owners[ObjectIdentifier(parameter)] {
        return path
      }
      return node.operation.name.lowercased()
    }
  }

  private func parent(of name: String) -> String {
    name.split(separator: ".").dropLast().joined(separator: ".")
  }

  private mutating func walk(_ value: Any, path: String) throws(GraphError) {
    if let parameter = value as? Parameter {
      if !ordered.contains(where: { $0.parameter === parameter }) { ordered.append((path, parameter)) }
      return
    }
    if let identity = value as? LayerIdentity {
      layers[ObjectIdentifier(identity)] = parent(of: path)
      return
    }
    if let container = value as? any TransparentContainer {
      for (index, layer) in container.contents.enumerated() { try walk(layer, path: join(path, "\(index)")) }
      return
    }
    guard type(of: value) is AnyClass else { return try walkProperties(of: value, path: path) }
    let reference = value as AnyObject
    let object = ObjectIdentifier(reference)
    if let first = open[object] { throw Self.cycle(value, path, backTo: first) }
    // An object that several properties lead to has the names of the first.
    guard known.updateValue(reference, forKey: object) == nil else { return }
    open[object] = path
    try walkProperties(of: value, path: path)
    open[object] = nil
  }

  private mutating func walkProperties(of value: Any, path: String) throws(GraphError) {
    let mirror = Mirror(reflecting: value)
    for (index, child) in mirror.children.enumerated() {
      let isTransparent = mirror.displayStyle == .optional
      try walk(child.value, path: isTransparent ? path : join(path, child.label ?? "\(index)"))
    }
  }

  private static func cycle(_ value: Any, _ path: String, backTo first: String) -> GraphError {
    GraphError(
      layer: "\(path) (\(type(of: value)))", given: [],
      needed: "to be another object than \(first.isEmpty ? "the model" : first), whose property it is",
      remedy: "take the property out of the model, or leave it out of its customMirror")
  }

  private func join(_ path: String, _ label: String) -> String { path.isEmpty ? label : "\(path).\(label)" }
}
