public import InklingFiles

/// One value that is put in place of a recipe's: "optimizer.learning_rate=0.01".
public struct RecipeSetting: Sendable, Equatable {
  /// The key's path in the recipe, with numbers for elements of lists.
  public let path: String
  let value: DocumentNode

  /// - Parameter text: a path, an equals sign and a value as YAML has it; no value takes the key away.
  /// - Throws: `InputError` of kind `.usage` for text of another form, and for a value that is no YAML.
  public init(_ text: String) throws(InputError) {
    guard let sign = text.firstIndex(of: "=") else { throw Self.wrongForm(text) }
    let path = String(text[..<sign])
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { throw Self.wrongForm(text) }
    let place = DocumentPlace.option("--set \(text)")
    let value = String(text[text.index(after: sign)...])
    self.path = path
    let isEmpty = value.utf8.allSatisfy { $0 == UInt8(ascii: " ") }
    let node = isEmpty ? DocumentNode(.null) : try Self.parse(value, of: text)
    self.value = node.placed(at: place)
  }

  /// What a file would be wrong in, a person has written wrong.
  private static func parse(_ value: String, of text: String) throws(InputError) -> DocumentNode {
    do throws(InputError) {
      return try YAMLDocument.parse(value, path: "--set \(text)")
    } catch {
      throw InputError(
        .usage, error.what, path: error.path, offset: error.offset, expected: error.expected, found: error.found,
        remedy: error.remedy, details: error.details)
    }
  }

  /// Whether it gives a key a value, alone or with the key's section; taking it away is none.
  package func gives(_ key: String) -> Bool { given(key) != nil }

  /// The value that it gives a key; nil where it gives none, or takes the key away.
  package func given(_ key: String) -> DocumentNode? {
    if path == key { return value.isNull ? nil : value }
    guard key.hasPrefix(path + ".") else { return nil }
    return value.node(at: String(key.dropFirst(path.count + 1))).flatMap { $0.isNull ? nil : $0 }
  }

  /// What a run starts from, as the last of some settings says; nil for its seed.
  package static func start(among settings: [RecipeSetting]) -> String? {
    let given = settings.last { $0.gives("fine_tuning.from") }?.given("fine_tuning.from")?.text
    return given == "none" ? nil : given
  }

  /// Whether it stands on the command line, and not in a file.
  var isCommandLine: Bool { value.place.isCommandLine }

  /// How it was given: "--set seed=5", "--seed 3".
  var text: String {
    guard let given = value.place.text else { return path }
    // A flag says all by itself; of another option this has the name alone.
    return given.contains(" ") || value.bool != nil || value.isNull ? given : "\(given) \(value.text ?? value.listing)"
  }

  /// - Parameter option: how it was given: "--epochs 3".
  package init(_ path: String, to value: DocumentNode, option: String) {
    self.path = path
    self.value = value.placed(at: .option(option))
  }

  /// The value of a key, by its own option.
  ///
  /// - Precondition: the key has one.
  package init(_ key: RecipeKey, to value: DocumentNode) {
    guard let option = key.option else { preconditionFailure("\(key.path) has no option") }
    self.init(key.path, to: value, option: option)
  }

  private static func wrongForm(_ text: String) -> InputError {
    InputError(
      .usage, "--set has another form", expected: "key.path=value, such as optimizer.learning_rate=0.01", found: text)
  }
}
