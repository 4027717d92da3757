import InklingDatasets
import InklingFiles
import InklingImages

/// A data set explained and shown to people.
struct DatasetText {
  let summary: DatasetSummary
  let dataset: Dataset
  let title: String
  /// Images of each class to show; nil for as many as fit, if there are colours.
  let samples: Int?
  let isVerified: Bool

  init(_ summary: DatasetSummary, of dataset: Dataset, title: String, samples: Int?, isVerified: Bool) {
    self.summary = summary
    self.dataset = dataset
    self.title = title
    self.samples = samples
    self.isVerified = isVerified
  }

  /// The text, without a last line feed.
  func text(on terminal: Terminal) -> String {
    let sections = [
      heading, explanation, pixels, classes(on: terminal), duplicates,
      DatasetImagesText(summary, of: dataset, samples: samples).text(on: terminal),
    ]
    return sections.joined(separator: "\n\n")
  }

  private var heading: String {
    let verdict = isVerified && summary.notes.isEmpty ? ["The files are the published ones."] : []
    return (["\(title), \(summary.source)"] + summary.notes.map { "note: \($0)" } + verdict).joined(separator: "\n")
  }

  private var explanation: String {
    let train = summary.train
    let features = train.channels * train.height * train.width
    let (shown, channels) =
      train.channels == 1 ? ("grey", "") : ("colours", " in \(train.channels) channels")
    return """
      Each image is an example: features that the network is given, and a label that it learns to answer.
        features  \(features.grouped) numbers, the \(shown) of each pixel: \(train.height) rows of \
      \(train.width)\(channels), 0 (black) to 255 (white)
        label     the class of the image, a number from 0 to \(train.classes.count - 1): \(classNames)
      The network learns from the training set alone. What is counted in the end is how often its answer is the label
      on the test set, which it has never seen.
      """
  }

  private var classNames: String {
    let names = summary.train.classes.map { PrintableText.escaped($0.name) }
    return names == names.indices.map(String.init) ? "the digit itself" : NameList.classes(names, most: .max)
  }

  private var pixels: String {
    var table = TextTable(header: ["split", "images", "pixel mean", "deviation", "smallest", "largest"])
    for (name, split) in [("training", summary.train), ("test", summary.test)] {
      table.append([
        name, split.count.grouped, split.pixels.mean.fixed(4), split.pixels.deviation.fixed(4),
        "\(split.pixels.smallest)", "\(split.pixels.largest)",
      ])
    }
    return table.text + "\nMean and deviation are fractions of 255."
  }

  private func classes(on terminal: Terminal) -> String {
    let bars = zip(summary.train.classes, summary.test.classes).map { train, test in
      let notes = [
        padded(train.count.grouped, 8), padded(train.share.percent, 8), padded(train.ink.percent, 8),
        padded(test.count.grouped, 8), padded(test.share.percent, 8), padded(test.ink.percent, 8),
      ]
      return BarChart.Bar(train.name, Double(train.count), note: notes.joined(separator: " "))
    }
    let width = 20
    let label = bars.map(\.label.count).max() ?? 0
    let head = ["training", "share", "ink", "test", "share", "ink"].map { padded($0, 8) }.joined(separator: " ")
    let title = "class".prefix(label + 1 + width)
    let blanks = String(repeating: " ", count: label + 1 + width + 2 - title.count)
    let lines = BarChart(bars, width: width, isASCII: !terminal.isTerminal).lines()
    return ([title + blanks + head] + lines).joined(separator: "\n") + "\nInk is the mean of a class's pixels."
  }

  private var duplicates: String {
    let report = summary.duplicates
    var rows = [("within the training set", report.withinTrain)]
    if summary.test.count > 0 {
      rows += [("within the test set", report.withinTest), ("in both sets", report.acrossSplits)]
    }
    let lines = rows.map { name, findings in
      let conflicts =
        findings.conflictingLabels > 0 ? ", \(findings.conflictingLabels.of("group")) with different labels" : ""
      let count =
        findings.groups == 0 ? "none" : "\(findings.images.of("image")) in \(findings.groups.of("group"))\(conflicts)"
      return "  \(name): \(count)" + (findings.examples.first.map { ", such as \(Self.places($0))" } ?? "")
    }
    return (["Images that are the same, byte for byte:"] + lines).joined(separator: "\n")
  }

  private static func places(_ group: [DuplicateReport.Place]) -> String {
    group.prefix(3).map { "\($0.split.rawValue) \($0.index) (label \($0.label))" }.joined(separator: " and ")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
