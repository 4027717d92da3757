import InklingDatasets
import InklingFiles
import InklingImages

/// A data set of texts explained and shown to people.
struct TextDatasetText {
  let summary: TextDatasetSummary
  let dataset: Dataset
  let title: String
  /// Whether the samples are drawn without colours, too, where each takes many lines.
  let showsPictures: Bool

  init(_ summary: TextDatasetSummary, of dataset: Dataset, title: String, showsPictures: Bool) {
    (self.summary, self.dataset, self.title, self.showsPictures) = (summary, dataset, title, showsPictures)
  }

  /// The text, without a last line feed.
  func text(on terminal: Terminal) -> String {
    [heading, explanation, parts, lengths(terminal), characters, samples(terminal)].joined(separator: "\n\n")
  }

  private var heading: String {
    let source = title == summary.source ? title : "\(title), \(summary.source)"
    return ([source] + summary.notes.map { "note: \($0)" }).joined(separator: "\n")
  }

  private var explanation: String {
    let train = summary.train
    let channels = train.channels == 1 ? "" : " in \(train.channels) channels"
    let drawn = summary.generated.map {
      "\nEvery epoch has \($0.of("picture")) of its own; the training figures are those of the first \(train.count.grouped)."
    }
    let features = train.channels * train.height * train.width
    return """
      Each picture is an example: \(features.grouped) numbers that the network is given, \(train.height) rows of \
      \(train.width)\(channels), and a text that it learns to read, of \
      \(dataset.train.classNames.dropFirst().count.of("character")): \(PrintableText.shortened(summary.alphabet, to: 200))\(drawn ?? "")
      """
  }

  private var parts: String {
    var table = TextTable(header: ["part", "pictures", "texts that differ", "with repeats", "pixel mean", "deviation"])
    for (name, part) in [("training", summary.train), ("test", summary.test)] {
      table.append([
        name, part.count.grouped, part.distinct.grouped, part.withRepeats.grouped, part.pixels.mean.fixed(4),
        part.pixels.deviation.fixed(4),
      ])
    }
    return table.text + "\nRepeats are two equal characters side by side. Mean and deviation are fractions of 255."
  }

  private func lengths(_ terminal: Terminal) -> String {
    let bars = summary.train.lengths.map { length in
      BarChart.Bar("\(length.length)", Double(length.count), note: length.count.grouped)
    }
    return (["Training texts by their length:"] + BarChart(bars, width: 20, isASCII: !terminal.isTerminal).lines())
      .joined(separator: "\n")
  }

  private var characters: String {
    let rows = summary.train.characters.sorted { ($1.count, $0.character) < ($0.count, $1.character) }
    let listed = rows.prefix(64).map { "\(PrintableText.escaped($0.character)) \($0.count.grouped)" }
    let rest = rows.count > listed.count ? " and \(rows.count - listed.count) more" : ""
    return "Characters of the training texts, the most frequent first:\n"
      + stride(from: 0, to: listed.count, by: 8).map { start in
        "  " + listed[start..<min(start + 8, listed.count)].joined(separator: "  ")
      }.joined(separator: "\n") + rest
  }

  private func samples(_ terminal: Terminal) -> String {
    let shown = summary.train.samples
    guard terminal.colors != .none || showsPictures else {
      return "Training texts chosen at random: "
        + shown.map { PrintableText.shortened($0.text, to: 40) }.joined(separator: ", ")
        + "\n(--samples shows their pictures; --sheet draws them into a file)"
    }
    let drawing = TerminalDrawing(colors: terminal.colors)
    let pictures = shown.map { sample in
      let picture = Picture(dataset.train, sample.index)
      let halved = terminal.colors == .none ? picture : picture.halved
      return drawing.sideBySide(
        [halved.reduced(toFit: max(terminal.columns - 2, 16))], captions: [PrintableText.shortened(sample.text, to: 40)]
      )
    }
    let text = "Training pictures chosen at random:\n" + pictures.joined()
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
