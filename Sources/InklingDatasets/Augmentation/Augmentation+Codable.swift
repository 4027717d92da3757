package import InklingFiles

extension Augmentation: Codable {
  /// - Throws: `InputError` of kind `.malformed` that names every fault by its key, with what was expected and found, and
  ///   for an unknown name the nearest one.
  public init(from decoder: any Decoder) throws {
    try self.init(try DocumentNode(from: decoder), path: nil)
  }

  /// Writes the list of transforms, each with all its parameters, also those that have their defaults.
  public func encode(to encoder: any Encoder) throws { try node.encode(to: encoder) }

  /// A list of transforms, each with all its parameters.
  package var node: DocumentNode { .list(transforms.map { .mapping([($0.name, $0.options)]) }) }
}

extension ImageTransform {
  /// Every parameter.
  fileprivate var options: DocumentNode { .mapping(Self.parameters.map { ($0.name, $0.node(of: self)) }) }
}

extension TransformParameter {
  fileprivate func node(of transform: Transform) -> DocumentNode {
    let values = get(transform)
    switch form {
    case .number: return .number(values[0])
    case .wholeNumber, .oddNumber: return .number(Int(values[0]))
    case .span, .interval, .pair, .factor: return .list(values.map { .number($0) })
    }
  }
}
