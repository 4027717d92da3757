public import InklingFiles

extension Graph {
  /// The node whose value goes into the last linear layer before the first output: what a network knows of an image just
  /// before it decides. Nil for a network without one.
  public var featureNode: Int? {
    var behind = Set([output])
    for node in nodes.indices.reversed() where behind.contains(node) {
      if case .linear = nodes[node].operation { return nodes[node].inputs.first }
      behind.formUnion(nodes[node].inputs)
    }
    return nil
  }

  /// The node of a name: that of an output, or of a layer ("fc1"). Where several nodes share it, "relu.0" is the first.
  ///
  /// - Throws: `InputError` of kind `.usage` for a name that no node has, or that several share.
  public func node(named name: String) throws(InputError) -> Int {
    if let output = outputs.first(where: { $0.name == name }) { return output.node }
    let found = nodes.indices.filter { nodes[$0].name == name }
    if found.count == 1 { return found[0] }
    if found.isEmpty, let dot = name.lastIndex(of: "."), let number = Int(name[name.index(after: dot)...]) {
      let same = nodes.indices.filter { nodes[$0].name == name[..<dot] }
      if same.count > 1, same.indices.contains(number) { return same[number] }
    }
    let counts = Dictionary(nodes.dropFirst().map { ($0.name, 1) }, uniquingKeysWith: +)
    let names = nodes.dropFirst().map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    throw InputError(
      .usage, found.isEmpty ? "the network has no layer of this name" : "several layers have this name",
      expected: NameList.text(
        names.map { counts[$0] == 1 ? $0 : "\($0).0 to \($0).\((counts[$0] ?? 1) - 1)" }, most: 20),
      found: name)
  }

  /// The part of the network that leads to a node, which becomes its only output.
  ///
  /// - Precondition: the node is one of the graph's.
  /// - Throws: `InputError` of kind `.usage` for the input, to which nothing leads.
  public func leading(to node: Int) throws(InputError) -> Graph {
    precondition(nodes.indices.contains(node), "node \(node) of \(nodes.count)")
    guard node > 0 else {
      throw InputError(.usage, "the images themselves are no features", expected: "a layer", found: nodes[0].name)
    }
    var needed = Set([0, node])
    for index in (0...node).reversed() where needed.contains(index) { needed.formUnion(nodes[index].inputs) }
    let kept = nodes.indices.filter(needed.contains)
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let parts = kept.map { index in
      var part = nodes[index]
      part.inputs = part.inputs.compactMap { places[$0] }
      return part
    }
    let names = Set(parts.flatMap(\.parameters))
    return try Graph(
      nodes: parts, parameters: parameters.filter { names.contains($0.name) }, output: parts.count - 1)
  }
}
