/// Reads a mapping of a document key by key. What is wrong is collected, and the default is read in its place, so that
/// one pass finds everything; `finish()` adds the keys that nobody asked for.
package final class MappingReader {
  /// The path of the mapping in the document; empty for the document itself.
  package let path: String
  package let node: DocumentNode
  package let faults: DocumentFaults
  private var known: [String] = []

  /// - Parameter node: a mapping; anything else is a fault.
  package init(_ node: DocumentNode, path: String, faults: DocumentFaults) {
    self.node = node
    self.path = path
    self.faults = faults
    if node.entries == nil, !node.isNull { faults.add(path, at: node.place, "should have keys, but is \(node.found)") }
  }

  /// The path of one of its keys.
  package func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Where a key stands, or the mapping when it has none.
  package func place(of key: String) -> DocumentPlace {
    node.entries?.first { $0.key == key }?.place ?? node.place
  }

  /// The value of a key, whatever it is; nil when it is not there, or null.
  package func node(_ key: String) -> DocumentNode? {
    if !known.contains(key) { known.append(key) }
    return node[key].flatMap { $0.isNull ? nil : $0 }
  }

  package func has(_ key: String) -> Bool { node[key].map { !$0.isNull } ?? false }

  /// Says that the value of a key is wrong.
  package func fault(_ key: String, _ sentence: String) {
    faults.add(path(of: key), at: place(of: key), sentence)
  }

  /// Adds the keys that were not asked for, each with the nearest that was.
  ///
  /// - Parameter vocabulary: the keys that there are; nil for those that were asked for. What is not in it is refused, asked
  ///   for or not.
  package func finish(among vocabulary: [String]? = nil) {
    let known = vocabulary.map { self.known.filter($0.contains) } ?? self.known
    for entry in node.entries ?? [] where !known.contains(entry.key) {
      let sentence = "is not a known key; \(NearestName.hint(entry.key, among: known))"
      faults.add(
        DocumentFault(place: entry.place, keyPath: path(of: entry.key), sentence: sentence, isUnknownKey: true))
    }
  }

  /// Says that a key is missing.
  package func require(_ key: String) {
    if !has(key) { faults.add(path(of: key), at: node.place, "is missing") }
  }
}

extension MappingReader {
  package func string(_ key: String) -> String? {
    value(key, "text") { $0.text }
  }

  package func bool(_ key: String) -> Bool? { value(key, "true or false") { $0.bool } }

  package func unsigned(_ key: String) -> UInt64? {
    value(key, "a whole number from 0 to \(UInt64.max)") { $0.unsigned }
  }

  package func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
    number(key, Self.name(range), { $0.int }, range.contains)
  }

  package func double(_ key: String, in range: NumberRange) -> Double? {
    number(key, range.description, { $0.double }, range.contains)
  }

  /// One of some names.
  ///
  /// - Parameter other: what else the caller takes in their place, said to who gives a name that is near none.
  package func choice(_ key: String, among names: [String], or other: String? = nil) -> String? {
    guard let name = string(key) else { return nil }
    guard names.contains(name) else {
      fault(key, "is unknown: found \(name); \(NearestName.hint(name, among: names, or: other))")
      return nil
    }
    return name
  }

  /// Text, or a list of texts.
  package func strings(_ key: String) -> [String]? {
    value(key, "text, or a list of texts") { node in
      node.text.map { [$0] } ?? node.elements.flatMap { Self.all($0.map(\.text)) }
    }
  }

  /// A list of some names, or one of them.
  package func choices(_ key: String, among names: [String]) -> [String]? {
    guard let given = strings(key) else { return nil }
    for name in given where !names.contains(name) {
      fault(key, "is unknown: found \(name); \(NearestName.hint(name, among: names))")
    }
    return given.filter(names.contains)
  }

  package func doubles(_ key: String, in range: NumberRange) -> [Double]? {
    number(
      key, "a list, each \(range.description)", { $0.elements.flatMap { Self.all($0.map(\.double)) } },
      { $0.allSatisfy(range.contains) })
  }

  package func ints(_ key: String, in range: ClosedRange<Int>) -> [Int]? {
    number(
      key, "a list, each \(Self.name(range))", { $0.elements.flatMap { Self.all($0.map(\.int)) } },
      { $0.allSatisfy(range.contains) })
  }

  package func unsigneds(_ key: String) -> [UInt64]? {
    value(key, "a list of whole numbers from 0") { $0.elements.flatMap { Self.all($0.map(\.unsigned)) } }
  }

  /// The reader of a mapping inside this one; nil when it is not there.
  package func mapping(_ key: String) -> MappingReader? {
    node(key).map { MappingReader($0, path: path(of: key), faults: faults) }
  }

  /// A list of whatever.
  package func list(_ key: String) -> [DocumentNode]? { value(key, "a list") { $0.elements } }

  /// The readers of a list of mappings.
  package func mappings(_ key: String) -> [MappingReader]? {
    list(key)?.enumerated().map { MappingReader($1, path: "\(path(of: key)).\($0)", faults: faults) }
  }

  private func value<Value>(_ key: String, _ expected: String, _ read: (DocumentNode) -> Value?) -> Value? {
    number(key, expected, read) { _ in true }
  }

  private func number<Value>(
    _ key: String, _ expected: String, _ read: (DocumentNode) -> Value?, _ isValid: (Value) -> Bool
  ) -> Value? {
    guard let node = node(key) else { return nil }
    guard let value = read(node) else {
      fault(key, "is of the wrong type: expected \(expected), found \(node.found)")
      return nil
    }
    guard isValid(value) else {
      fault(key, "is out of range: expected \(expected), found \(node.listing)")
      return nil
    }
    return value
  }

  private static func all<Value>(_ values: [Value?]) -> [Value]? {
    let found = values.compactMap(\.self)
    return found.count == values.count ? found : nil
  }

  private static func name(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "a whole number, at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }
}
