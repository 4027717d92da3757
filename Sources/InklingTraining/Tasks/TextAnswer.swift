public import InklingEngine
public import InklingFiles
import InklingTargets

/// How the columns of a reading network become a text.
public enum TextDecoder: Sendable, Equatable {
  /// The most probable class of each column.
  case greedy
  /// A prefix beam search of this width, which sums over the paths of connectionist temporal classification. The positions of
  /// a head without paths have but one text that is most probable, which both find.
  case beam(Int)

  /// The width of a beam unless somebody says otherwise.
  public static let width = 10

  func decoding(_ head: ReadingTask.Head) -> TextDecoding {
    switch (head, self) {
    case (.positions, _): .positions
    case (.ctc, .greedy): .bestPath
    case (.ctc, .beam(let width)): .beam(width: width)
    }
  }
}

/// What a model reads on one image.
public struct TextAnswer: Sendable, Equatable {
  /// One character of the text.
  public struct Character: Sendable, Equatable {
    /// The character.
    public let character: String
    /// How probable it is, 0...1 (`DecodedText.characters`).
    public let probability: Double

    /// A character with its probability.
    public init(_ character: String, probability: Double) {
      self.character = character
      self.probability = probability
    }
  }

  /// The text.
  public let text: String
  /// How probable the whole of it is, 0...1 (`DecodedText.probability`).
  public let probability: Double
  /// Its characters, in their order.
  public let characters: [Character]

  /// A text with its probabilities.
  public init(text: String, probability: Double, characters: [Character]) {
    self.text = text
    self.probability = probability
    self.characters = characters
  }

  /// The character of which the model is least sure, the first of equals; nil without any.
  public var leastSure: Character? { characters.min { $0.probability < $1.probability } }
}

extension ReadingTask {
  /// What logits say, with probabilities, one answer an image.
  ///
  /// - Parameters:
  ///   - logits: `[N, classes, 1, columns]` row-major.
  ///   - shape: of one image's logits.
  ///   - classNames: "blank", and a character each.
  /// - Throws: `InputError` of kind `.malformed` for names that are no characters.
  public func answers(
    _ logits: [Float], shape: Shape, classNames: [String]
  ) throws(InputError) -> [TextAnswer] {
    let alphabet = try Alphabet(classNames: classNames)
    return decoded(logits, shape: shape).map { read in
      let characters = zip(read.labels, read.characters).map { label, probability in
        TextAnswer.Character(alphabet.decode([label]), probability: probability)
      }
      return TextAnswer(
        text: alphabet.decode(read.labels), probability: read.probability, characters: characters)
    }
  }

  /// The same by their classes.
  private func decoded(_ logits: [Float], shape: Shape) -> [DecodedText] {
    stride(from: 0, to: logits.count, by: shape.count).map {
      decoder.decoding(head).decoded(logits[$0..<$0 + shape.count], classes: shape.channels)
    }
  }
}
