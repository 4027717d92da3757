import InklingFiles

/// Its JSON form has snake_case keys: the recipe as a document of its own, and what stands beside it.
extension RunConfiguration: Codable {
  /// 1, the first, had no number, and held nine of the recipe's values again beside it (`FirstConfiguration`).
  private static let formatVersion = 2

  private enum CodingKeys: String, CodingKey {
    case version, recipe, network, threads, name
    case checkpointEvery = "checkpoint_every"
    case tensorBoard = "tensorboard"
  }

  /// - Throws: `InputError` of kind `.malformed` for a version that this release does not know; `DecodingError` for what
  ///   is no configuration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let version = try container.decodeIfPresent(Int.self, forKey: .version) else {
      self = try FirstConfiguration(from: decoder).configuration()
      return
    }
    guard version == Self.formatVersion else {
      throw InputError(
        .malformed, "the run's configuration is of a version that this release does not read",
        expected: "1 or \(Self.formatVersion)", found: "\(version)",
        remedy: "use the release that wrote it, or a newer one")
    }
    self.init(
      try container.decode(Recipe.self, forKey: .recipe),
      network: try container.decodeIfPresent(String.self, forKey: .network),
      threads: try container.decode(Int.self, forKey: .threads),
      checkpointEvery: try container.decodeIfPresent(Int.self, forKey: .checkpointEvery),
      name: try container.decodeIfPresent(String.self, forKey: .name),
      tensorBoard: try container.decodeIfPresent(Bool.self, forKey: .tensorBoard) ?? false)
  }

  /// Writes the newest form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.formatVersion, forKey: .version)
    try container.encode(recipe, forKey: .recipe)
    try container.encodeIfPresent(network, forKey: .network)
    try container.encode(threads, forKey: .threads)
    try container.encodeIfPresent(checkpointEvery, forKey: .checkpointEvery)
    try container.encodeIfPresent(name, forKey: .name)
    if tensorBoard { try container.encode(tensorBoard, forKey: .tensorBoard) }
  }
}
