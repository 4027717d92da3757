public import InklingFiles
public import InklingTargets

extension Alphabet {
  /// Alphabets with a name, in the order in which they are told.
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
  /// - Throws: `InputError` of kind `.malformed` for a character that comes twice, and for none.
  public init(named text: String) throws(InputError) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let words = parts.compactMap { part in Self.named.first { $0.name == part }?.characters }
    try self.init(words.count == parts.count ? words.joined() : text)
  }
}
