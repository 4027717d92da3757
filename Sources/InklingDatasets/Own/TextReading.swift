public import InklingTargets

/// How pictures with texts are read: what their names and tables do not say.
public struct TextReading: Sendable, Equatable {
  /// The characters of the texts; nil takes those of the training part's texts, in the order of their code points.
  public var alphabet: Alphabet?
  /// What ends the text in a picture's name: "7GX4_000123.png" says 7GX4. Empty where the whole name is the text.
  public var separator: String
  /// Whether pictures with a text that cannot be taken, and damaged ones, are left out and counted; they are refused
  /// otherwise.
  public var skipsBad: Bool
  /// The table of a folder's pictures, wherever it is; its paths start at the folder. Nil where the folder says it itself, by its
  /// own table or by the pictures' names.
  public var labels: String?

  /// What stands between the text and the rest of a name unless somebody says otherwise.
  public static let separator = "_"

  /// By default strictly, with the training part's characters.
  public init(alphabet: Alphabet? = nil, separator: String = separator, skipsBad: Bool = false, labels: String? = nil) {
    self.alphabet = alphabet
    self.separator = separator
    self.skipsBad = skipsBad
    self.labels = labels
  }
}
