import InklingFiles

/// As JSON an operation is one object: its `kind`, and beside it its attributes under PyTorch's names in snake_case, all
/// of them, since a default might change.
///
///     {"kind": "MaxPool2d", "kernel_size": [2, 2], "stride": [2, 2], "padding": [0, 0], ...}
extension Graph.Operation: Codable {
  private enum CodingKeys: String, CodingKey { case kind }

  /// Writes the kind, and all attributes beside it.
  public func encode(to encoder: any Encoder) throws {
    let form = form
    try form.attributes?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(form.name, forKey: .kind)
  }

  /// - Throws: `DecodingError` for an unknown kind, and for a key that is missing, unknown or of another type. Ranges are
  ///   the graph's to check.
  public init(from decoder: any Decoder) throws {
    let name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
    guard let kind = Self.kinds.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath + [CodingKeys.kind],
          debugDescription: "Cannot initialize Kind from invalid String value \(name.prefix(60))"))
    }
    self = try kind.read(decoder)
  }

  /// A kind of operation as a file has it.
  struct Kind: Sendable {
    let name: String
    /// The operation itself, if it has no attributes.
    let plain: Graph.Operation?
    let read: @Sendable (any Decoder) throws -> Graph.Operation

    init<Attributes: OperationAttributes>(
      _ name: String, _ operation: @escaping @Sendable (Attributes) -> Graph.Operation
    ) {
      self.name = name
      plain = nil
      read = { decoder in
        try decoder.refuseKeys(besides: Attributes.CodingKeys.allCases.map(\.stringValue) + [CodingKeys.kind.rawValue])
        return operation(try Attributes(from: decoder))
      }
    }

    /// One without attributes.
    init(_ operation: Graph.Operation) {
      name = operation.name
      plain = operation
      read = { decoder in
        try decoder.refuseKeys(besides: [CodingKeys.kind.rawValue])
        return operation
      }
    }
  }
}

/// The attributes of a kind of operation that has some.
protocol OperationAttributes: Codable, Sendable, Hashable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}
