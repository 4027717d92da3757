import InklingFiles

extension Graph {
  /// What the nodes that the output depends on are called, in order: by their own names, and where several share one, by
  /// that and their number among them ("relu:2").
  public var activationNames: [String] { namedNodes.map(\.name) }

  /// Those names, and the nodes.
  private var namedNodes: [(name: String, node: Int)] {
    var counts: [String: Int] = [:]
    for node in live { counts[nodes[node].name, default: 0] += 1 }
    var seen: [String: Int] = [:]
    return live.map { node in
      let name = nodes[node].name
      guard counts[name] != 1 else { return (name, node) }
      seen[name, default: 0] += 1
      return ("\(name):\(seen[name] ?? 1)", node)
    }
  }

  /// The node that one of `activationNames` means.
  ///
  /// - Throws: `InputError` (usage) for another name, with those that there are.
  func node(called name: String) throws(InputError) -> Int {
    let named = namedNodes
    if let node = named.first(where: { $0.name == name })?.node { return node }
    let same = named.filter { nodes[$0.node].name == name }.map(\.name)
    guard same.isEmpty else {
      throw InputError(
        .usage, "several nodes of the model have this name", expected: NameList.text(same), found: "\"\(name)\"",
        remedy: "say which")
    }
    throw InputError(
      .usage, "the model's output depends on no such node", expected: NameList.text(named.map(\.name), most: 40),
      found: "\"\(name)\"")
  }
}
