package import InklingFiles
import Yams

/// The one place that knows YAML's grammar: a file's text to nodes.
///
/// It reads what a recipe needs and no more: one document of mappings, lists and scalars. What makes small files large
/// (anchors) or deep is refused before it is unfolded.
package enum YAMLDocument {
  static let largestSize = 1 << 18
  private static let deepest = 100
  private static let mostNodes = 100_000

  /// - Parameter path: the file's, for errors.
  /// - Throws: `InputError` of kind `.malformed` that names the line; of kind `.missing` for no file.
  package static func read(_ path: String) throws(InputError) -> DocumentNode {
    let bytes = try FileBytes.read(path, limit: largestSize)
    guard let text = String(validating: ByteOrderMark.skipped(bytes), as: UTF8.self) else {
      throw InputError(.malformed, "the file is no text", path: path, expected: "UTF-8")
    }
    return try parse(text, path: path)
  }

  /// - Parameter path: what the text is, for errors.
  package static func parse(_ text: String, path: String) throws(InputError) -> DocumentNode {
    try checkDepth(text, path: path)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw fault(error, path: path)
    }
    guard let root else {
      throw InputError(.malformed, "the file holds no document", path: path, expected: "keys and values")
    }
    var left = mostNodes
    return try convert(root, path: path, left: &left)
  }

  /// Yams goes down by recursion, so what is deeper than any recipe must not reach it.
  private static func checkDepth(_ text: String, path: String) throws(InputError) {
    var open = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for byte in line.utf8 {
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { open += 1 }
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { open -= 1 }
        guard open <= deepest else { throw tooDeep(index + 1, path) }
      }
      let indentation = line.utf8.prefix { " -?:\t".utf8.contains($0) }.count
      guard indentation <= 2 * deepest else { throw tooDeep(index + 1, path) }
    }
  }

  private static func tooDeep(_ line: Int, _ path: String) -> InputError {
    InputError(
      .malformed, "the document is nested too deeply", path: path, expected: "at most \(deepest) levels",
      found: "more in line \(line)")
  }

  private static func convert(_ node: Node, path: String, left: inout Int) throws(InputError) -> DocumentNode {
    left -= 1
    guard left > 0 else {
      throw InputError(.malformed, "the document is too large", path: path, expected: "at most \(mostNodes) values")
    }
    let place = node.mark.map { DocumentPlace.line($0.line) } ?? .nowhere
    switch node {
    case .scalar(let scalar): return DocumentNode(value(of: scalar), place: place)
    case .sequence(let sequence):
      var elements: [DocumentNode] = []
      for element in sequence { elements.append(try convert(element, path: path, left: &left)) }
      return DocumentNode(.list(elements), place: place)
    case .mapping(let mapping):
      var entries: [DocumentNode.Entry] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw InputError(.malformed, "a key is no word", path: path, found: "one in \(place.text ?? "the file")")
        }
        let keyPlace = key.mark.map { DocumentPlace.line($0.line) } ?? place
        entries.append(.init(name, try convert(value, path: path, left: &left), place: keyPlace))
      }
      return DocumentNode(.mapping(entries), place: place)
    case .alias:
      throw InputError(
        .malformed, "an alias is not taken here", path: path, found: "one in \(place.text ?? "the file")")
    }
  }

  private static func value(of scalar: Node.Scalar) -> DocumentNode.Value {
    let isPlain = scalar.style == .plain || scalar.style == .any
    guard isPlain else { return .scalar(scalar.string, isQuoted: true) }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string) ? .null : .scalar(scalar.string, isQuoted: false)
  }

  private static func fault(_ error: any Error, path: String) -> InputError {
    let (problem, line): (String, Int?) =
      switch error {
      case YamlError.scanner(_, let problem, let mark, _): (problem, mark.line)
      case YamlError.parser(_, let problem, let mark, _): (problem, mark.line)
      case YamlError.composer(_, let problem, let mark, _): (problem, mark.line)
      case YamlError.duplicatedKeysInMapping(let names, let context):
        ("\(names.sorted().joined(separator: " and ")) given twice in the mapping", context.mark.line)
      case YamlError.reader(let problem, _, _, _): (problem, nil)
      default: ("something that is no YAML", nil)
      }
    let place = line.map { "line \($0): " } ?? ""
    return InputError(
      .malformed, "the file is no valid YAML", path: path, found: place + problem,
      remedy: "correct it there; keys and values look like 'epochs: 10'")
  }
}
