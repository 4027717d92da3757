/// As JSON: plain scalars become numbers and booleans where they are such, all others strings. Places are lost.
extension DocumentNode: Codable {
  package init(from decoder: any Decoder) throws {
    if let decoder = decoder as? DocumentDecoder {
      self = try decoder.plainNode()
      return
    }
    if let container = try? decoder.container(keyedBy: Key.self) {
      let keys = container.allKeys.sorted { $0.stringValue < $1.stringValue }
      self.init(
        .mapping(try keys.map { Entry($0.stringValue, try container.decode(DocumentNode.self, forKey: $0)) }))
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var elements: [DocumentNode] = []
      while !container.isAtEnd { elements.append(try container.decode(DocumentNode.self)) }
      self.init(.list(elements))
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self.init(.null)
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let number = try? container.decode(UInt64.self) {
      self = .number(number)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch value {
    case .mapping(let entries):
      var container = encoder.container(keyedBy: Key.self)
      for entry in entries { try container.encode(entry.value, forKey: Key(entry.key)) }
    case .list(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .null, .scalar:
      var container = encoder.singleValueContainer()
      try encodeScalar(to: &container)
    }
  }

  private func encodeScalar(to container: inout any SingleValueEncodingContainer) throws {
    if let bool {
      try container.encode(bool)
    } else if let int {
      try container.encode(int)
    } else if let unsigned {
      try container.encode(unsigned)
    } else if let double {
      try container.encode(double)
    } else if let text {
      try container.encode(text)
    } else {
      try container.encodeNil()
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ key: String) { stringValue = key }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}
