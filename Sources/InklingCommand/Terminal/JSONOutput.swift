import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON for scripts.
enum JSONOutput {
  /// `value` on one line, its keys sorted.
  ///
  /// - Throws: `InputError` of kind `.failed` for a number that JSON cannot hold.
  static func text(_ value: some Encodable, pretty: Bool = false) throws(InputError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw InputError(.failed, "a result cannot be written as JSON", found: "a number that is not finite")
    }
  }
}
