/// Gives `Decodable` types the values of a document. Foundation's decoder asks the runtime about every type that it meets,
/// which takes longer than the reading.
package struct DocumentDecoder: Decoder {
  package let node: DocumentNode
  package let codingPath: [any CodingKey]
  package var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// - Parameter codingPath: where the node stands in what is decoded.
  package init(_ node: DocumentNode, codingPath: [any CodingKey] = []) {
    self.node = node
    self.codingPath = codingPath
  }

  /// The value as a whole.
  ///
  /// - Throws: `DecodingError`, and what the type itself throws.
  package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == DocumentNode.self, let node = try plainNode() as? Value { return node }
    return try Value(from: self)
  }

  package func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let entries = node.entries else { throw mismatch([String: Any].self) }
    return KeyedDecodingContainer(DocumentKeyedContainer(entries, codingPath: codingPath))
  }

  package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = node.elements else { throw mismatch([Any].self) }
    return DocumentUnkeyedContainer(elements, codingPath: codingPath)
  }

  package func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

extension DocumentDecoder: SingleValueDecodingContainer {
  package func decodeNil() -> Bool { node.isNull }

  package func decode(_ type: Bool.Type) throws -> Bool {
    switch node.value {
    case .scalar("true", isQuoted: false): true
    case .scalar("false", isQuoted: false): false
    default: throw mismatch(type)
    }
  }

  package func decode(_ type: String.Type) throws -> String {
    guard case .scalar(let text, isQuoted: true) = node.value else { throw mismatch(type) }
    return text
  }

  package func decode(_ type: Double.Type) throws -> Double { try float(type) }
  package func decode(_ type: Float.Type) throws -> Float { try float(type) }
  package func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  package func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  package func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  package func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  package func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  package func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  package func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  package func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  package func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  package func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  private func number(_ type: Any.Type) throws -> String {
    guard case .scalar(let text, isQuoted: false) = node.value, text != "true", text != "false" else {
      throw mismatch(type)
    }
    return text
  }

  private func float<Value: BinaryFloatingPoint & LosslessStringConvertible>(_ type: Value.Type) throws -> Value {
    let text = try number(type)
    guard let value = Value(text), value.isFinite else { throw misfit(text, type) }
    return value
  }

  /// A whole number may be written as 1.0 or 1e2.
  private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
    let text = try number(type)
    guard let value = Value(text) ?? Double(text).flatMap({ Value(exactly: $0) }) else { throw misfit(text, type) }
    return value
  }

  private func misfit(_ text: String, _ type: Any.Type) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "the number \(text) does not fit in \(type)"))
  }

  private func mismatch(_ type: Any.Type) -> DecodingError {
    let context = DecodingError.Context(codingPath: codingPath, debugDescription: "found \(node.found)")
    return node.isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  /// The node as any decoder would give it: without places, its keys sorted, its numbers written as Swift writes them.
  func plainNode() throws -> DocumentNode {
    switch node.value {
    case .null: return DocumentNode(.null)
    case .scalar(let text, isQuoted: true): return .text(text)
    case .scalar("true", isQuoted: false): return .flag(true)
    case .scalar("false", isQuoted: false): return .flag(false)
    case .scalar(let text, isQuoted: false):
      if let whole = Int(text) { return .number(whole) }
      guard let number = Double(text), number.isFinite else { throw mismatch(String.self) }
      if let whole = Int(exactly: number) { return .number(whole) }
      if let whole = UInt64(text) ?? UInt64(exactly: number) { return .number(whole) }
      return .number(number)
    case .list(let elements):
      return .list(
        try elements.enumerated().map { index, element in
          try DocumentDecoder(element, codingPath: codingPath + [DocumentIndex(index)]).plainNode()
        })
    case .mapping(let entries):
      return DocumentNode(
        .mapping(
          try entries.sorted { $0.key < $1.key }.map { entry in
            let decoder = DocumentDecoder(entry.value, codingPath: codingPath + [DocumentIndex(entry.key)])
            return .init(entry.key, try decoder.plainNode())
          }))
    }
  }
}
