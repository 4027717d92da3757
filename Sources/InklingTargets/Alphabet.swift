public import InklingFiles

/// The characters of texts that a model reads: character i of them is class i + 1. Class 0 stands for none: the blank of
/// connectionist temporal classification, and a position behind a text's end.
public struct Alphabet: Sendable, Equatable {
  /// What class 0 is called.
  public static let blankName = "blank"

  /// Character i is class i + 1.
  public let characters: [Character]
  private let classes: [Character: Int]

  /// - Throws: `InputError` of kind `.malformed` for no characters, or one that comes twice.
  public init(_ characters: some Collection<Character>) throws(InputError) {
    self.characters = Array(characters)
    var classes: [Character: Int] = [:]
    for (place, character) in characters.enumerated() where classes.updateValue(place + 1, forKey: character) != nil {
      throw InputError(
        .malformed, "a character is in the alphabet twice", expected: "each once", found: "\(character)")
    }
    guard !classes.isEmpty else {
      throw InputError(.malformed, "the alphabet has no characters", expected: "one or more")
    }
    self.classes = classes
  }

  /// The alphabet of a model's classes, the first of which is none.
  ///
  /// - Throws: `InputError` of kind `.malformed` unless the others are one character each.
  public init(classNames: [String]) throws(InputError) {
    if let name = classNames.dropFirst().first(where: { $0.count != 1 }) {
      throw InputError(.malformed, "a class is no character", expected: "one character", found: name)
    }
    try self.init(classNames.dropFirst().compactMap(\.first))
  }

  /// A name for each class: "blank", and the characters.
  public var classNames: [String] { [Self.blankName] + characters.map { String($0) } }

  /// The classes of a text's characters.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a character that is not in the alphabet.
  public func encode(_ text: String) throws(InputError) -> [Int] {
    var labels: [Int] = []
    for (place, character) in text.enumerated() {
      guard let label = classes[character] else {
        throw InputError(
          .malformed, "a text has a character that the alphabet does not have",
          expected: "characters of \"\(String(characters.prefix(100)))\"",
          found: "\"\(character)\" at place \(place + 1) of \"\(text.prefix(100))\"")
      }
      labels.append(label)
    }
    return labels
  }

  /// The text of such classes; class 0 is left out.
  ///
  /// - Precondition: each is a class.
  public func decode(_ labels: [Int]) -> String { String(labels.filter { $0 != 0 }.map { characters[$0 - 1] }) }
}
