import InklingFiles

/// Its JSON form has snake_case keys: the recipe as a document of its own, and what stands beside it.
extension RunConfiguration: Codable {
  /// 1, the first, had no number, and held nine of the recipe's values again beside it (`FirstConfiguration`).
  private static let formatVersion = 2

  private enum CodingKeys: String, CodingKey, CaseIterable {
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
    try Self.requireKnownKeys(in: decoder)
    func count(_ key: CodingKeys, atMost most: Int) throws -> Int? {
      guard let count = try container.decodeIfPresent(Int.self, forKey: key) else { return nil }
      if (1...most).contains(count) { return count }
      throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\(count) is out of range")
    }
    let threads = try container.decode(Int.self, forKey: .threads)
    self.init(
      try container.decode(Recipe.self, forKey: .recipe),
      network: try container.decodeIfPresent(String.self, forKey: .network),
      threads: try count(.threads, atMost: Self.largestThreads) ?? threads,
      checkpointEvery: try count(.checkpointEvery, atMost: .max),
      name: try container.decodeIfPresent(String.self, forKey: .name),
      tensorBoard: try container.decodeIfPresent(Bool.self, forKey: .tensorBoard) ?? false)
  }

  /// A key that nobody reads is a slip of whoever wrote it there. The first form had others, and is left as it is.
  private static func requireKnownKeys(in decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    let known = CodingKeys.allCases.map(\.stringValue)
    guard let unknown = keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw InputError(
      .malformed, "the run's configuration has a key that nobody reads", found: String(unknown.prefix(100)),
      remedy: NearestName.hint(unknown, among: known))
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
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
