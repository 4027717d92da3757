import Files

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Augmentation {
  /// What a person gave on the command line: a preset's name, JSON itself, or the path of a JSON file.
  ///
  /// - Throws: `InputError`: `.usage` for neither of them, `.malformed` for what is wrong in it, with the file's path.
  public static func read(_ text: String) throws(InputError) -> Augmentation {
    if let preset = preset(text) { return preset }
    if text.hasPrefix("[") || text.hasPrefix("{") { return try decode(Array(text.utf8), path: nil) }
    guard FileManager.default.fileExists(atPath: text) else {
      let near = NearestName.of(text, among: presets.map(\.name))
      throw InputError(
        .usage, "unknown augmentation",
        expected: "one of \(presets.map(\.name).joined(separator: ", ")), a JSON file, or a list in JSON",
        found: text, remedy: near.map { "did you mean \($0)?" })
    }
    return try decode(FileBytes.read(text, limit: 1 << 20), path: text)
  }

  private static func decode(_ bytes: [UInt8], path: String?) throws(InputError) -> Augmentation {
    do {
      return try JSONDecoder().decode(Augmentation.self, from: Data(bytes))
    } catch let error as InputError {
      throw InputError(
        error.kind, error.what, path: path, expected: error.expected, found: error.found, remedy: error.remedy)
    } catch {
      throw InputError(
        .malformed, "the augmentation is not a list of transforms in JSON", path: path,
        expected: "a list such as [{\"random_affine\": {\"degrees\": 10}}]")
    }
  }
}
