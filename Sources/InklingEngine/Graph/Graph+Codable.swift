import InklingFiles

/// As JSON a graph is a `version`, its `nodes` and `parameters`, and its `outputs`, each with a `name` and the number of its
/// `node`. Version 1 had the number of one `output` node, and is read too.
///
/// What is decoded is checked like any other graph, so no byte of a file is trusted.
extension Graph: Codable {
  /// The version of the format that is written. Another meaning of a key needs another version.
  package static let formatVersion = 2

  private enum CodingKeys: String, CodingKey, CaseIterable { case version, nodes, parameters, output, outputs }

  /// - Throws: `InputError` of kind `.malformed` for another version, and for what `init(nodes:parameters:output:)`
  ///   refuses; `DecodingError` for keys that are missing, unknown or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard (1...Self.formatVersion).contains(version) else {
      throw InputError(
        .malformed, "the graph is of a version that this release does not read", expected: "1 to \(Self.formatVersion)",
        found: "\(version)", remedy: "use the release that wrote it, or a newer one")
    }
    let keys = CodingKeys.allCases.filter { $0 != (version == 1 ? .outputs : .output) }
    try decoder.refuseKeys(besides: keys.map(\.rawValue))
    try self.init(
      nodes: container.decode([Node].self, forKey: .nodes),
      parameters: container.decode([ParameterDescription].self, forKey: .parameters),
      outputs: version == 1
        ? [Output(name: Output.only, node: container.decode(Int.self, forKey: .output))]
        : container.decode([Output].self, forKey: .outputs))
  }

  /// Writes the version, all nodes and parameters, and the number of the output node.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.formatVersion, forKey: .version)
    try container.encode(nodes, forKey: .nodes)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(outputs, forKey: .outputs)
  }
}
