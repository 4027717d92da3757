import InklingFiles

/// As JSON a graph is a `version`, its `nodes` and `parameters`, and the number of the `output` node.
///
/// What is decoded is checked like any other graph, so no byte of a file is trusted.
extension Graph: Codable {
  /// The version of the format that is written: 1. Another meaning of a key needs another version.
  package static let formatVersion = 1

  private enum CodingKeys: String, CodingKey, CaseIterable { case version, nodes, parameters, output }

  /// - Throws: `InputError` of kind `.malformed` for another version, and for what `init(nodes:parameters:output:)`
  ///   refuses; `DecodingError` for keys that are missing, unknown or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version == Self.formatVersion else {
      throw InputError(
        .malformed, "the graph is of a version that this release does not read", expected: "\(Self.formatVersion)",
        found: "\(version)", remedy: "use the release that wrote it, or a newer one")
    }
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    try self.init(
      nodes: container.decode([Node].self, forKey: .nodes),
      parameters: container.decode([ParameterDescription].self, forKey: .parameters),
      output: container.decode(Int.self, forKey: .output))
  }

  /// Writes the version, all nodes and parameters, and the number of the output node.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.formatVersion, forKey: .version)
    try container.encode(nodes, forKey: .nodes)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(output, forKey: .output)
  }
}
