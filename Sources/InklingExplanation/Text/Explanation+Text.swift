import InklingCharts
import InklingFiles
import InklingImages
import InklingRecognition
import InklingTraining

extension Explanation {
  /// The explanation as plain text: for each step its formula, its numbers written out, and its pictures.
  ///
  /// - Parameter layout: how wide it is, and in which letters and colours.
  public func text(_ layout: TextLayout = TextLayout()) -> String {
    var lines = ["\(PrintableText.escaped(title)) at work on \(PrintableText.escaped(image))"]
    if let picture { lines += layout.wrapped(PrintableText.escaped(picture.sentence), indentation: 0) }
    lines += layout.wrapped(Self.note, indentation: 0)
    for (number, step) in steps.enumerated() {
      lines.append("")
      lines += StepText(step, number: number, layout).lines(answer)
    }
    lines += [""] + answerLines
    return lines.map(Self.trimmed).joined(separator: "\n")
  }

  /// What holds for all numbers.
  static let note =
    "Channels, rows and columns are counted from 0. Numbers are shown to four digits; what is written out is computed "
    + "from the whole ones, and compared with the engine's."

  /// The answer in a line.
  private var answerText: String {
    switch answer {
    case .classes(let prediction):
      "answer  \(refusalText)\(prediction.className), with a probability of \(NumberText.percent(prediction.probability))"
    case .text(let reading):
      "answer  \(refusalText)\(reading.text.isEmpty ? "no character at all" : reading.text), with a probability of "
        + NumberText.percent(reading.probability)
    case .outputs(let outputs): "outputs  \(outputs.prefix(20).map { NumberText.short($0) }.joined(separator: "  "))"
    }
  }

  private var refusalText: String { picture?.refusal.map { "refused: \($0.rawValue); else " } ?? "" }

  /// The answer, and below a text each of its characters.
  var answerLines: [String] {
    var lines = [answerText]
    if case .text(let reading) = answer, !reading.characters.isEmpty {
      let each = reading.characters.map { "\($0.character) \(NumberText.percent($0.probability))" }
      lines.append("each    \(each.joined(separator: ", "))")
    }
    return lines.map(PrintableText.escaped)
  }

  private static func trimmed(_ line: String) -> String {
    String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
  }
}
