/// A key of a recipe: where it stands, the option that sets it, what it is, and what it may be.
///
/// `all` is the one list of them. The options' help texts and the table in `docs/recipes.md` are made of it, and a key that
/// is not in it is refused wherever a recipe is read (`MappingReader.finishSection()`), with the nearest that is.
package struct RecipeKey: Sendable {
  /// "optimizer.learning_rate".
  package let path: String
  /// "--learning-rate"; nil for a key without.
  package let option: String?
  /// What it is, in a sentence.
  package let text: String
  /// What the option does, where that is another sentence.
  private let optionText: String?
  /// What it may be, where the sentence does not say so.
  let values: String?
  /// What it is when nobody says.
  let standard: String

  init(
    _ path: String, _ text: String, option: String? = nil, optionText: String? = nil, values: String? = nil,
    standard: String = "none"
  ) {
    self.path = path
    self.option = option
    self.optionText = optionText
    self.text = text
    self.values = values
    self.standard = standard
  }

  /// The key at a path.
  ///
  /// - Precondition: there is one.
  package static func at(_ path: String) -> RecipeKey {
    guard let key = all.first(where: { $0.path == path }) else { preconditionFailure("no recipe key \(path)") }
    return key
  }

  /// What an option says of itself: "Images a step. (recipe key: batch_size)".
  package var help: String { "\(optionText ?? text) (recipe key: \(path))" }

  /// Those that have an option, in the order in which a resumed run is compared.
  static var withOptions: [RecipeKey] { all.filter { $0.option != nil } }

  /// The names of the keys in a section, numbers of list elements left out of its path; empty for the document itself.
  static func names(in section: String) -> [String] {
    let parts = section.split(separator: ".").filter { Int($0) == nil }
    var names: [String] = []
    for key in all {
      let own = key.path.split(separator: ".")
      guard own.count > parts.count, own.starts(with: parts), !names.contains(String(own[parts.count])) else {
        continue
      }
      names.append(String(own[parts.count]))
    }
    return names
  }

  /// The table of all keys in Markdown, as it stands in `docs/recipes.md`.
  package static var table: String {
    let rows = all.map { key in
      let option = key.option.map { "`\($0)`" } ?? ""
      let values = key.values.map { " " + $0 } ?? ""
      return "| `\(key.path)` | \(option) | \(key.text)\(values) | \(key.standard) |"
    }
    return (["| key | option | what it is | default |", "|---|---|---|---|"] + rows).joined(separator: "\n")
  }
}
