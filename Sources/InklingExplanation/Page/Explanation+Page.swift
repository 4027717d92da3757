public import InklingCharts
public import InklingFiles

extension Explanation {
  /// The explanation as a page: a section for each step, with its formula, its numbers as tables, and its pictures.
  ///
  /// It needs no network and no script, is light or dark as the reader's surroundings are, and is readable on a telephone.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory for a picture.
  public func page() throws(InputError) -> Page {
    var sections = try picture.map { picture throws(InputError) in [try PictureSection(picture).section()] } ?? []
    let named = Dictionary(steps.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, step) in steps.enumerated() {
      let source = step.sources.first.flatMap { named[$0] }
      sections.append(try StepSection(step: step, number: number, source: source, answer: answer).section())
    }
    return Page(
      title: "\(PrintableText.escaped(title)) at work on \(PrintableText.escaped(image))",
      introduction: answerLines.map { Markup("p", [:], [Markup("strong", text: $0)]) } + [
        Markup("p", ["class": "soft"], text: Self.note)
      ], sections: sections)
  }
}
