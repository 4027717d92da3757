public import InklingFiles

extension Alphabet {
  /// Alphabets with a name, in the order in which they are told; each has its characters in the order of their code points.
  public static let named: [(name: String, characters: String)] = [
    ("digits", digits), ("lower", lower), ("upper", upper), ("letters", upper + lower),
    ("alphanumeric", digits + upper + lower),
  ]

  private static let digits = "0123456789"
  private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let lower = "abcdefghijklmnopqrstuvwxyz"

  /// The alphabet that a text names: a word of `named`, several joined by "+" ("digits+upper"), or the characters
  /// themselves.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a character or a word that comes twice, for what cannot be seen on a
  ///   picture, for none, and for more than `mostCharacters`.
  public init(named text: String) throws(InputError) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
    let words = parts.compactMap { part in Self.named.first { $0.name == part }?.characters }
    if !words.isEmpty, let other = parts.first(where: { part in !Self.named.contains { $0.name == part } }) {
      let names = Self.named.map(\.name)
      throw InputError(
        .malformed, "a part of the alphabet is no name", expected: "one of \(names.joined(separator: ", "))",
        found: other.isEmpty ? "nothing" : PrintableText.escaped(String(other.prefix(100))),
        remedy: NearestName.of(other, among: names).map { "did you mean \($0)?" }
          ?? "give names alone, or all the characters themselves")
    }
    try self.init(readable: words.isEmpty ? text : words.joined())
  }

  /// The most characters of an alphabet: one class more is none.
  public static let mostCharacters = 1023

  /// The characters of an alphabet that stands in a file's name or a line of a table.
  private init(readable characters: String) throws(InputError) {
    guard characters.count <= Self.mostCharacters else {
      throw InputError(
        .malformed, "the alphabet has too many characters", expected: "at most \(Self.mostCharacters)",
        found: "\(characters.count)")
    }
    if let character = characters.first(where: { !$0.isReadable }) {
      throw InputError(
        .malformed, "a character of the alphabet cannot be seen", expected: "letters, digits and marks",
        found: character.codePoints)
    }
    try self.init(characters)
  }

  /// The characters of some texts, in the order of their code points: an alphabet that reads them all.
  ///
  /// - Throws: `InputError` of kind `.malformed` as above.
  public init(of texts: some Sequence<String>) throws(InputError) {
    var characters = Set<Character>()
    for text in texts { characters.formUnion(text) }
    let sorted = characters.sorted { String($0).unicodeScalars.lexicographicallyPrecedes(String($1).unicodeScalars) }
    try self.init(readable: String(sorted))
  }

  /// What a person would give for it: a word, two, or the characters.
  public var name: String {
    let characters = String(characters)
    let pairs = Self.named.dropFirst().prefix(2).map { ("digits+\($0.name)", Self.digits + $0.characters) }
    return (Self.named.map { ($0.name, $0.characters) } + pairs).first { $0.1 == characters }?.0 ?? characters
  }

  /// Whether every letter has the same case: an alphabet that does not tell "a" from "A".
  public var hasOneCase: Bool {
    let (lower, upper) = (characters.contains(where: \.isLowercase), characters.contains(where: \.isUppercase))
    return lower != upper
  }
}

extension Alphabet {
  /// The first character of a text that cannot be seen on a picture: its place from 1, and its code points. Nil where all can.
  package static func unreadable(in text: String) -> (place: Int, codePoints: String)? {
    text.enumerated().first { !$0.element.isReadable }.map { ($0.offset + 1, $0.element.codePoints) }
  }
}

extension Character {
  /// Whether it can be seen on a picture: a blank, or no white space, no control or format character, no mark without a letter.
  /// What joins two signs to one is a part of it.
  fileprivate var isReadable: Bool {
    guard self == " " || !isWhitespace, let first = unicodeScalars.first else { return false }
    let text = String(self)
    let scalars = Array(unicodeScalars)
    let isJoining = { (place: Int) in scalars[place] == "\u{200D}" && place > 0 && place < scalars.count - 1 }
    return PrintableText.escaped(text) == text && first.properties.generalCategory != .nonspacingMark
      && scalars.indices.allSatisfy { scalars[$0].properties.generalCategory != .format || isJoining($0) }
  }

  /// "U+200B": what names a character that a line of text does not show.
  fileprivate var codePoints: String {
    unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }.joined(separator: " ")
  }
}
