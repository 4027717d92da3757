/// Names in a sentence: as many as a person reads, and how many there are besides.
package enum NameList {
  /// The most names that are listed.
  package static let most = 10

  /// "a, b, c", or "a, b, c and 7 more".
  package static func text(_ names: some Collection<String>, most: Int = most) -> String {
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
  }

  /// The same of names that may have commas of their own, as classes do: those stand in quotes.
  package static func classes(_ names: some Collection<String>, most: Int = most) -> String {
    text(names.map { $0.contains(",") ? "\"\($0)\"" : $0 }, most: most)
  }
}
