package import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON that says what is wrong with itself in one sentence.
package enum JSONText {
  /// `value` with sorted keys, on one line unless it is to be `pretty`, so that equal values give equal bytes. What a terminal
  /// obeys is escaped.
  ///
  /// - Throws: `InputError` of kind `.failed` for a number that JSON cannot hold (NaN, infinity).
  package static func encode(_ value: some Encodable, pretty: Bool = false) throws(InputError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      return PrintableText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
    } catch {
      throw InputError(.failed, "a result cannot be written as JSON", found: sentence(for: error))
    }
  }

  /// - Throws: `InputError` of kind `.malformed` that names the key.
  package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8], path: String) throws(InputError)
    -> Value
  {
    let what = "the file is not what Inkling writes there"
    let node: DocumentNode
    do throws(InputError) {
      node = try JSONDocument.parse(bytes)
    } catch {
      throw InputError(
        .malformed, what, path: path, offset: error.offset, expected: error.expected,
        found: "no valid JSON (\(error.what)\(error.found.map { ": \($0)" } ?? ""))")
    }
    do {
      return try DocumentDecoder(node).decode(type)
    } catch let error as InputError {
      // What a value says of itself is a whole sentence.
      throw InputError(
        error.kind, error.what, path: error.path ?? path, offset: error.offset, expected: error.expected,
        found: error.found, remedy: error.remedy)
    } catch {
      throw InputError(.malformed, what, path: path, found: sentence(for: error))
    }
  }

  private static func sentence(for error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "no key \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "another type than expected for \(place(context.codingPath))"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty: "no valid JSON"
    case DecodingError.dataCorrupted(let context):
      "an impossible value for \(place(context.codingPath)): \(context.debugDescription)"
    case EncodingError.invalidValue(let value, let context): "\(value) for \(place(context.codingPath))"
    default: "\(error)"
    }
  }

  private static func place(_ keys: [any CodingKey]) -> String {
    keys.isEmpty
      ? "the whole"
      : "\"" + keys.map { $0.intValue.map(String.init) ?? String($0.stringValue.prefix(60)) }.joined(separator: ".")
        + "\""
  }
}
