import InklingFiles
import InklingImages
import InklingRecognition
import InklingTraining

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An answer for people: the picture, what it is, and the likeliest classes.
struct PictureAnswerText {
  private let answer: PictureAnswer
  private let picture: Picture

  init(_ answer: PictureAnswer, picture: Picture) {
    self.answer = answer
    self.picture = picture
  }

  /// One line of many: "scans/a.png  7  99.98 %  or 9".
  static func line(_ answer: PictureAnswer, name: String) -> String {
    let name = PrintableText.escaped(name)
    if let refusal = answer.refusal { return "\(name)  refused: \(refusal.rawValue)" }
    if let reading = answer.reading { return "\(name)  \(TextAnswerText(reading).line)" }
    let probability = (answer.probability ?? 0).percent
    return "\(name)  \(printable(answer.number))  \(probability)"
      + (answer.single?.runnerUpName.map { "  or \(PrintableText.escaped($0))" } ?? "")
  }

  private static func printable(_ number: String?) -> String {
    (number ?? "").split(separator: "\n").map { PrintableText.escaped(String($0)) }.joined(separator: " / ")
  }

  /// The text, without a last line feed.
  func text(on terminal: Terminal) throws(InputError) -> String {
    (try drawing(on: terminal) + answerLines(on: terminal)).joined(separator: "\n")
  }

  private func answerLines(on terminal: Terminal) throws(InputError) -> [String] {
    if let refusal = answer.refusal {
      let guess = answer.number == nil ? [] : ["else    \(Self.printable(answer.number))"]
      return ["answer  refused: \(refusal.rawValue)"] + guess
    }
    if let reading = answer.reading { return TextAnswerText(reading).lines }
    let first = "answer  \(Self.printable(answer.number))"
    guard let single = answer.single else {
      let least = answer.leastSure.map { ", of its digits \($0.prediction.probability.percent) or more" } ?? ""
      return ["\(first)\nsure    \((answer.probability ?? 0).percent)\(least)"]
    }
    return [first] + PredictionText(single.prediction, truth: nil, image: picture).chart(on: terminal)
  }

  /// Pixels where the terminal shows them, else what the model saw as characters.
  private func drawing(on terminal: Terminal) throws(InputError) -> [String] {
    let graphics = TerminalGraphics(
      isTerminal: terminal.isTerminal, environment: ProcessInfo.processInfo.environment)
    if let drawn = try graphics.drawn(picture.reduced(toFit: 280)) { return [String(drawn.dropLast())] }
    let drawing = TerminalDrawing(colors: terminal.colors)
    guard let digits = shown, let first = digits.first else {
      return drawing.lines(of: picture.gray().reduced(toFit: 56))
    }
    let room = max(1, (terminal.columns + 2) / (first.width + 2))
    return [String(drawing.sideBySide(Array(digits.prefix(room))).dropLast())]
  }

  /// What the model saw, where its images are as small as a line of text is long.
  private var shown: [Picture]? {
    let images = answer.digits.compactMap { digit -> Picture? in
      let side = Double(digit.pixels.count).squareRoot().rounded()
      guard side * side == Double(digit.pixels.count), side <= 64 else { return nil }
      return Picture(digit.pixels, height: Int(side), width: Int(side))
    }
    return images.count == answer.digits.count && !images.isEmpty ? images : nil
  }
}
