/// How many images, labels or characters something is of, as a file says it.
enum Count {
  /// Sums of so many do not overflow.
  static let range = 0...1 << 40

  /// - Throws: `DecodingError` for a key that is missing or of another type, and for a number out of range.
  static func read<Key: CodingKey>(
    _ container: KeyedDecodingContainer<Key>, _ key: Key, default standard: Int? = nil
  ) throws -> Int {
    if let standard, !container.contains(key) { return standard }
    let count = try container.decode(Int.self, forKey: key)
    guard range.contains(count) else {
      throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "a count of \(count)")
    }
    return count
  }
}
