import InklingAnalysis
import InklingDatasets
import InklingFiles
import Testing

@testable import InklingReports

@Suite struct DatasetReportTests {
  private static let dataset = StrokeDigits.dataset(train: 160, test: 40)
  private static let options = DatasetReport.Options(
    samples: 40, embedding: .init(perplexity: 5, iterations: 20),
    crossValidation: .init(folds: 2, epochs: 1, threads: 1))

  @Test func aPageShowsAllAndNeedsNothing() throws {
    var steps: [String] = []
    let page = try DatasetReport(of: Self.dataset, title: "Digits <b>", options: Self.options) { steps.append($0) }.page
    let checker = PageChecker(page.html)
    #expect(checker.faults.isEmpty, "\(checker.faults.prefix(5))")
    #expect(
      page.sections.map(\.title) == [
        "Overview", "Classes", "Samples", "Mean and deviation", "Pixels and ink", "Principal components", "Map",
        "Pairs", "Likely wrong labels", "Duplicates",
      ])
    #expect(page.html.contains("Digits &lt;b&gt;: what is in it") && !page.html.contains("<b>"))
    #expect(page.html.utf8.count < 3_000_000)
    #expect(steps.contains("likely wrong labels"))
    for (name, figure) in page.figures {
      #expect(PageChecker(figure.plot.document).faults.isEmpty, "\(name)")
      #expect(figure.table != nil, "\(name) has no numbers")
    }
  }

  @Test func samePageAgain() throws {
    var options = Self.options
    options.crossValidation = nil
    let pages = try (0..<2).map { _ in try DatasetReport(of: Self.dataset, title: "a", options: options).page.html }
    #expect(pages[0] == pages[1])
    #expect(!pages[0].contains("Likely wrong labels"))
  }

  /// A label that was changed on purpose is among the first.
  @Test func aWrongLabelIsFound() throws {
    let images = StrokeDigits.dataset(train: 1500, test: 0).train
    var labels = images.labels
    let changed = [17, 400, 801]
    for index in changed { labels[index] = (labels[index] + 5) % 10 }
    let wrong = LabeledImages(
      images: images.images, labels: labels, channels: 1, height: images.height, width: images.width,
      classNames: images.classNames)
    let found = try CrossValidatedProbabilities(of: wrong, options: .init(folds: 4, epochs: 10, threads: 1))
    let learning = ConfidentLearning(
      probabilities: found.probabilities.values, labels: wrong.labels, classes: wrong.classNames.count)
    #expect(Set(learning.issues.prefix(30).map(\.index)).isSuperset(of: changed))
  }

  @Test func setsThatCannotBeFoldedSayWhy() throws {
    let few = StrokeDigits.dataset(train: 10, test: 0)
    let page = try DatasetReport(of: few, title: "few", options: Self.options).page
    #expect(page.html.contains("They were not looked for: "))
    #expect(PageChecker(page.html).faults.isEmpty)
  }

  @Test func emptySetsAreRefused() {
    #expect {
      try DatasetReport(of: StrokeDigits.dataset(train: 0, test: 0), title: "none")
    } throws: {
      ($0 as? InputError)?.kind == .usage
        && "\($0)".hasPrefix("a report needs a training set of labelled images: expected 2 images or more")
    }
  }

  /// Colours, other sizes, one class, and names that are markup.
  @Test func otherImagesAreTaken() throws {
    let pixels: [UInt8] = (0..<25_200).map { (place: Int) -> UInt8 in UInt8(place * 31 % 251) }
    let labels: [Int32] = (0..<24).map { (place: Int) -> Int32 in Int32(place % 2) }
    let images = LabeledImages(
      images: pixels, labels: labels, channels: 3, height: 5, width: 70,
      classNames: ["<script>", String(repeating: "x", count: 500)])
    let dataset = Dataset(name: "own", train: images, test: images, notes: ["a \u{1B} note"], source: "here")
    let page = try DatasetReport(of: dataset, title: "own", options: Self.options).page
    let checker = PageChecker(page.html)
    #expect(checker.faults.isEmpty, "\(checker.faults.prefix(5))")
  }
}
