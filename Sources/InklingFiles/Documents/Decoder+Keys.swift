extension Decoder {
  /// - Throws: `DecodingError` for a key that nobody reads: what it asks for would not be done.
  package func refuseKeys(besides known: [String]) throws {
    let unknown = try container(keyedBy: AnyKey.self).allKeys.first { !known.contains($0.stringValue) }
    guard let unknown else { return }
    throw DecodingError.dataCorrupted(
      .init(codingPath: codingPath + [unknown], debugDescription: "no such key; known are \(known)"))
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
