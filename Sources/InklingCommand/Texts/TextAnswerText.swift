import InklingFiles
import InklingTraining

/// A text that was read, for people.
struct TextAnswerText {
  private let answer: TextAnswer

  init(_ answer: TextAnswer) { self.answer = answer }

  /// "7GX4  98.13 %".
  var line: String { "\(PrintableText.escaped(answer.text))  \(answer.probability.percent)" }

  /// The text, how sure it is, and each character.
  var lines: [String] {
    let first = ["text    \(PrintableText.escaped(answer.text))", "sure    \(answer.probability.percent)"]
    guard !answer.characters.isEmpty else { return first }
    let characters = answer.characters.map {
      "\(PrintableText.escaped($0.character)) \($0.probability.percent)"
    }
    return first + ["each    \(characters.joined(separator: ", "))"]
  }
}
