public import InklingFiles

/// What a model's maker says of it. Each field is free text, and may be left out.
///
/// In a model's file it is JSON: `{"name", "description", "author", "license", "intended_use", "limitations"}`.
public struct ModelCard: Sendable, Equatable, Codable {
  /// What the model is called.
  public var name: String?
  /// What it does, and how it was made.
  public var description: String?
  /// Who made it.
  public var author: String?
  /// Under which licence it may be used: "MIT".
  public var license: String?
  /// What it is for.
  public var intendedUse: String?
  /// What it is not for, and where it fails.
  public var limitations: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, description, author, license
    case intendedUse = "intended_use"
    case limitations
  }

  /// A card; what is left out is not said.
  public init(
    name: String? = nil, description: String? = nil, author: String? = nil, license: String? = nil,
    intendedUse: String? = nil, limitations: String? = nil
  ) {
    self.name = name
    self.description = description
    self.author = author
    self.license = license
    self.intendedUse = intendedUse
    self.limitations = limitations
  }

  /// Reads the JSON above, or one text, which older releases wrote, as the description.
  ///
  /// - Throws: `DecodingError` for anything else, an unknown key among it.
  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(description: text.isEmpty ? nil : text)
      return
    }
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String? { try container.decodeIfPresent(String.self, forKey: key) }
    self.init(
      name: try text(.name), description: try text(.description), author: try text(.author),
      license: try text(.license), intendedUse: try text(.intendedUse), limitations: try text(.limitations))
  }

  /// Whether nothing is said.
  public var isEmpty: Bool { self == ModelCard() }

  /// What is said, for people: a line for each field, "author: Somebody".
  public var text: String {
    fields.map { "\($0.key.replacing("_", with: " ")): \($0.text)" }.joined(separator: "\n")
  }

  private var fields: [(key: String, text: String)] {
    [
      ("name", name), ("description", description), ("author", author), ("license", license),
      ("intended_use", intendedUse), ("limitations", limitations),
    ].compactMap { key, text in text.map { (key, $0) } }
  }

  /// The same with what another says put over it.
  public func overlaid(with other: ModelCard) -> ModelCard {
    ModelCard(
      name: other.name ?? name, description: other.description ?? description, author: other.author ?? author,
      license: other.license ?? license, intendedUse: other.intendedUse ?? intendedUse,
      limitations: other.limitations ?? limitations)
  }

  /// The JSON above, on one line.
  ///
  /// - Throws: `InputError` of kind `.failed`; never for text.
  package func json() throws(InputError) -> String { try JSONText.encode(self, pretty: false) }

  /// A card from the JSON above, or from any other text as the description.
  package init(text: String) {
    let card = try? JSONText.decode(ModelCard.self, from: Array(text.utf8), path: "card")
    // Another program's object has none of the keys.
    self = card.flatMap { $0.isEmpty ? nil : $0 } ?? ModelCard(description: text)
  }
}

extension ModelCard {
  /// The most bytes of a field.
  private static let longest = 10_000

  /// Reads a card from a YAML file with the keys above ("licence" is "license", too).
  ///
  /// - Throws: `InputError`: `.missing` for no file; `.malformed` with the line for an unknown key, and for what is no text or
  ///   too long.
  public static func load(_ path: String) throws(InputError) -> ModelCard {
    let faults = DocumentFaults()
    let reader = MappingReader(try YAMLDocument.read(path), path: "", faults: faults)
    func text(_ key: String) -> String? {
      guard let text = reader.string(key) else { return nil }
      if text.utf8.count > longest { reader.fault(key, "is too long: expected at most \(longest) bytes") }
      return text
    }
    if reader.has("license"), reader.has("licence") { reader.fault("licence", "is said twice: license is the same") }
    let card = ModelCard(
      name: text("name"), description: text("description"), author: text("author"),
      license: text("license") ?? text("licence"), intendedUse: text("intended_use"), limitations: text("limitations"))
    _ = reader.node("licence")
    reader.finish()
    try faults.throwIfAny(in: "the model card", path: path)
    return card
  }
}
