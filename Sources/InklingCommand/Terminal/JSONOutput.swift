import Files
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON for scripts, and the JSON that the command keeps in a run folder.
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

  /// - Throws: `InputError` of kind `.malformed` for anything but such a value.
  static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws(InputError) -> Value {
    try JSONText.decode(type, from: try FileBytes.read(path, limit: 1 << 20), path: path)
  }
}
