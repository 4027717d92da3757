import InklingFiles
import InklingTargets

/// Holds texts against an alphabet, and collects those that cannot be taken.
struct TextCheck {
  /// A picture with the classes of its text.
  struct Taken: Sendable {
    let entry: TextListing.Entry
    let labels: [Int]
  }

  let source: String
  let skipsBad: Bool
  /// What is wrong, one fault a picture.
  private var faults: [InputError] = []
  /// Pictures with letters of the other case than the alphabet's.
  private var otherCase: [InputError] = []

  /// The most characters of a text.
  static let longest = 256

  init(source: String, skipsBad: Bool) {
    self.source = source
    self.skipsBad = skipsBad
  }

  /// The alphabet of some texts; those that no alphabet takes do not count.
  func alphabet(of entries: [TextListing.Entry]) throws(InputError) -> Alphabet {
    let texts = entries.filter { Self.fault(of: $0) == nil }.map(\.text)
    guard !texts.isEmpty else {
      throw InputError(
        .malformed, "no picture of the data set has a text", path: entries[0].path,
        expected: "1 to \(Self.longest) characters",
        found: "'\(entries[0].text.prefix(100))'",
        remedy: "call pictures by their texts, or say what ends it with --separator")
    }
    do throws(InputError) {
      return try Alphabet(of: texts)
    } catch {
      throw InputError(
        error.kind, "the characters of the texts are no alphabet: \(error.what)", path: source,
        expected: error.expected, found: error.found,
        remedy: "mend the texts, or say which characters there are with data.alphabet")
    }
  }

  /// The pictures whose texts can be taken.
  mutating func taken(_ entries: [TextListing.Entry], _ alphabet: Alphabet) -> [Taken] {
    let places = Dictionary(
      alphabet.characters.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    var taken: [Taken] = []
    taken.reserveCapacity(entries.count)
    for entry in entries {
      let labels = entry.text.compactMap { places[$0] }
      guard labels.count == entry.text.count, Self.fault(of: entry) == nil else {
        refuse(entry, alphabet, places)
        continue
      }
      taken.append(Taken(entry: entry, labels: labels))
    }
    return taken
  }

  /// What is wrong with a text in any alphabet; nil for nothing.
  private static func fault(of entry: TextListing.Entry) -> InputError? {
    func fault(_ what: String, _ expected: String, _ found: String) -> InputError {
      InputError(.malformed, what, path: entry.path, expected: expected, found: found)
    }
    let text = entry.text
    guard (1...longest).contains(text.count) else {
      return fault(
        text.isEmpty ? "the picture's text is empty" : "the picture's text is too long", "1 to \(longest) characters",
        "\(text.count)")
    }
    guard text.first != " ", text.last != " " else {
      return fault(
        "the picture's text \(text.first == " " ? "begins" : "ends") with a space", "spaces within a text alone",
        "\"\(text.prefix(100))\"")
    }
    guard let (place, codePoints) = Alphabet.unreadable(in: text) else { return nil }
    return fault(
      "the picture's text has a character that cannot be seen", "letters, digits and marks",
      "\(codePoints) at place \(place) of \"\(PrintableText.escaped(String(text.prefix(100))))\"")
  }

  private mutating func refuse(_ entry: TextListing.Entry, _ alphabet: Alphabet, _ places: [Character: Int]) {
    if let fault = Self.fault(of: entry) {
      faults.append(fault)
      return
    }
    guard let (place, character) = entry.text.enumerated().first(where: { places[$0.element] == nil }) else { return }
    let error = InputError(
      .malformed, "the picture's text has a character that the alphabet does not have", path: entry.path,
      expected: "characters of \"\(String(alphabet.characters.prefix(100)))\"",
      found: "\"\(character)\" at place \(place + 1) of \"\(entry.text.prefix(100))\"")
    let isOtherCase = { (character: Character) in
      places[character] != nil || (character.uppercased() + character.lowercased()).contains { places[$0] != nil }
    }
    faults.append(error)
    if alphabet.hasOneCase, entry.text.allSatisfy(isOtherCase) { otherCase.append(error) }
  }

  /// Refuses what was collected, unless it is to be skipped.
  ///
  /// - Parameters:
  ///   - count: pictures in all.
  ///   - alphabet: what the texts were held against.
  ///   - isGiven: whether somebody said which characters there are.
  /// - Throws: `InputError` of kind `.malformed` that names them.
  func finish(of count: Int, _ alphabet: Alphabet, isGiven: Bool) throws(InputError) {
    guard !skipsBad, let first = faults.first else { return }
    let remedy: String
    if otherCase.count == faults.count {
      let upper = alphabet.characters.contains(where: \.isUppercase)
      remedy =
        "they differ in case alone: \(upper ? "uppercase" : "lowercase") the labels"
        + (isGiven ? " or take an alphabet with both cases" : "")
    } else {
      remedy = "mend or remove \(faults.count == 1 ? "it" : "them"), or leave such pictures out with --skip-bad"
    }
    guard faults.count > 1 else {
      throw InputError(
        first.kind, first.what, path: first.path, expected: first.expected, found: first.found, remedy: remedy)
    }
    throw InputError(
      .malformed, "\(faults.count) of \(count) pictures have a text that cannot be taken", path: source, remedy: remedy,
      details: faults.map(\.clause))
  }

  /// What was left out.
  var notes: [String] {
    guard !faults.isEmpty else { return [] }
    let names = NameList.text(faults.map { $0.path ?? source })
    return [
      "\(faults.count) picture\(faults.count == 1 ? " was" : "s were") left out for a text that cannot be taken: \(names)"
    ]
  }
}
