package import InklingFiles

extension RecipeSetting {
  /// What one person gave at once, in an order in which nothing of it is lost: whole sections come before their keys.
  ///
  /// - Throws: `InputError` of kind `.usage` that names two of them which give one key two values.
  package static func together(_ given: [RecipeSetting]) throws(InputError) -> [RecipeSetting] {
    for (place, setting) in given.enumerated() {
      for earlier in given[..<place] {
        guard let key = earlier.contradiction(to: setting) ?? setting.contradiction(to: earlier) else { continue }
        throw InputError(
          .usage, "\(key) is given twice", expected: "one value", found: "\(earlier.text) and \(setting.text)",
          remedy: "leave one of them out")
      }
    }
    return given.enumerated().sorted { ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset) }.map(\.element)
  }

  private var depth: Int { path.split(separator: ".").count }

  /// The key that both give a value, and not the same one; nil where both can be followed.
  ///
  /// - Parameter other: of the same key, or of one inside it.
  private func contradiction(to other: RecipeSetting) -> String? {
    if other.path == path { return other.value == value ? nil : path }
    guard other.path.hasPrefix(path + ".") else { return nil }
    // What is taken away as a whole has no keys.
    if value.isNull { return other.value.isNull ? nil : other.path }
    let rest = String(other.path.dropFirst(path.count + 1))
    // A word alone is its section's name.
    let mine = value.text == nil ? value.node(at: rest) : rest == "name" ? value : nil
    guard let mine, mine != other.value else { return nil }
    return other.path
  }
}
