public import InklingFiles
import InklingRandomness
public import InklingTargets

/// What is written on the pictures: each character is one of the alphabet's, each length as likely as another.
public struct CaptchaText: Sendable, Equatable {
  /// The characters.
  public let alphabet: Alphabet
  /// The numbers of characters that a text has.
  public let lengths: ClosedRange<Int>
  /// The most characters of a text.
  public static let longest = 64

  /// - Throws: `InputError`: `.usage` for lengths that are not from 1 to `longest`; `.malformed` for a character that no
  ///   font draws by itself, such as a space or a combining mark.
  public init(alphabet: Alphabet, lengths: ClosedRange<Int> = 4...4) throws(InputError) {
    guard lengths.lowerBound >= 1, lengths.upperBound <= Self.longest else {
      throw InputError(
        .usage, "the length of the texts is out of range", expected: "1 to \(Self.longest) characters",
        found: lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound)-\(lengths.upperBound)")
    }
    for character in alphabet.characters { try Self.require(character) }
    self.alphabet = alphabet
    self.lengths = lengths
  }

  /// The classes of text `index` of an epoch, from 1.
  func labels(of index: Int, epoch: Int, seed: UInt64) -> [Int] {
    var generator = CounterGenerator(seed: seed, purpose: .captcha, epoch: epoch, sample: index)
    let count = lengths.lowerBound + generator.below(lengths.count)
    return (0..<count).map { _ in 1 + generator.below(alphabet.characters.count) }
  }

  private static func require(_ character: Character) throws(InputError) {
    let scalars = character.unicodeScalars
    let found: String
    if let scalar = scalars.first, scalars.count == 1 {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark: found = "a combining mark"
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: found = "a space"
      case .control, .format, .surrogate, .privateUse, .unassigned: found = "one that is not written"
      default: return
      }
    } else {
      found = "one of \(scalars.count) code points"
    }
    let code = scalars.prefix(4).map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
    throw InputError(
      .malformed, "a character of the alphabet is none that a font draws by itself",
      expected: "characters of one code point",
      found: "\(found) (\(code))", remedy: "leave it out")
  }
}
