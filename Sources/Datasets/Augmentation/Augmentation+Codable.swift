import Files

extension Augmentation: Codable {
  /// - Throws: `InputError` of kind `.malformed` that names the transform, the key, what was expected and found, and for
  ///   an unknown name the nearest one; what the decoder throws for anything but a list or a preset's name.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      guard let preset = Self.preset(name) else {
        throw unknown("preset of the augmentation", name, among: Self.presets.map(\.name))
      }
      self = preset
      return
    }
    var list = try decoder.unkeyedContainer()
    var transforms: [any ImageTransform] = []
    while !list.isAtEnd { transforms.append(try list.decode(CodedTransform.self).transform) }
    try self.init(transforms)
  }

  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for transform in transforms { try list.encode(CodedTransform(transform: transform)) }
  }
}

/// One transform as it stands in a list: its name alone, or an object whose one key is its name.
private struct CodedTransform: Codable {
  let transform: any ImageTransform

  init(transform: any ImageTransform) { self.transform = transform }

  init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      transform = try Self.standard(name)
      return
    }
    let container = try decoder.container(keyedBy: AnyKey.self)
    let names = container.allKeys.map(\.stringValue).sorted()
    guard names.count == 1, let name = names.first else {
      throw InputError(
        .malformed, "a transform of the augmentation is not one name with its parameters",
        expected: "one key", found: names.isEmpty ? "none" : names.joined(separator: ", "),
        remedy: "make each transform an element of the list")
    }
    let standard = try Self.standard(name)
    if try container.decodeNil(forKey: AnyKey(name)) {
      transform = standard
    } else {
      transform = try standard.decoded(from: container.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey(name)))
    }
  }

  private static func standard(_ name: String) throws(InputError) -> any ImageTransform {
    guard let standard = Augmentation.standards.first(where: { $0.name == name }) else {
      throw unknown("transform of the augmentation", name, among: Augmentation.standards.map(\.name))
    }
    return standard
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    var parameters = container.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey(transform.name))
    try transform.encode(to: &parameters)
  }
}

/// A key of any name.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension ImageTransform {
  /// The defaults, with what the container has in their place.
  fileprivate func decoded(from container: KeyedDecodingContainer<AnyKey>) throws -> Self {
    var transform = self
    for key in container.allKeys.map(\.stringValue).sorted() {
      guard let parameter = Self.parameters.first(where: { $0.name == key }) else {
        throw unknown("key of \(name) in the augmentation", key, among: Self.parameters.map(\.name))
      }
      let given = try numbers(container, key, expected: parameter.expected)
      parameter.set(&transform, try parameter.completed(given, of: name))
    }
    return transform
  }

  private func numbers(
    _ container: KeyedDecodingContainer<AnyKey>, _ key: String, expected: String
  ) throws(InputError) -> [Double] {
    if let number = try? container.decode(Double.self, forKey: AnyKey(key)) { return [number] }
    if let numbers = try? container.decode([Double].self, forKey: AnyKey(key)) { return numbers }
    let text = try? container.decode(String.self, forKey: AnyKey(key))
    throw InputError(
      .malformed, "\(name).\(key) of the augmentation has the wrong type", expected: expected,
      found: text.map { "the text \($0)" } ?? "something else")
  }

  fileprivate func encode(to container: inout KeyedEncodingContainer<AnyKey>) throws {
    for parameter in Self.parameters {
      let values = parameter.get(self)
      switch parameter.form {
      case .number: try container.encode(values[0], forKey: AnyKey(parameter.name))
      case .wholeNumber, .oddNumber: try container.encode(Int(values[0]), forKey: AnyKey(parameter.name))
      case .span, .interval, .pair, .factor: try container.encode(values, forKey: AnyKey(parameter.name))
      }
    }
  }
}

private func unknown(_ what: String, _ name: String, among known: [String]) -> InputError {
  let near = NearestName.of(name, among: known)
  return InputError(
    .malformed, "unknown \(what)", expected: "one of " + known.joined(separator: ", "), found: name,
    remedy: near.map { "did you mean \($0)?" })
}
