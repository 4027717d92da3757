import InklingAnalysis
import InklingDatasets
import InklingFiles
import InklingRandomness
import InklingTraining
import Testing

@testable import InklingReports

@Suite struct DatasetReportTests {
  private static let dataset = StrokeDigits.dataset(train: 160, test: 40)
  private static let options = DatasetReport.Options(
    samples: 40, embedding: .init(perplexity: 5, iterations: 20),
    crossValidation: .init(folds: 2, epochs: 1, rounds: 1, threads: 1))

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

  /// Labels that were changed on purpose come first, where the classes are easily told apart: a bright square in another place.
  @Test func wrongLabelsComeFirst() throws {
    let truth = (0..<600).map { Int32($0 * 7 % 10) }
    var generator = CounterGenerator(seed: 5, purpose: .analysis)
    var pixels = [UInt8](repeating: 0, count: 600 * 784)
    for (image, label) in truth.enumerated() {
      let (top, left) = (Int(label) / 5 * 14 + 3, Int(label) % 5 * 5 + 1)
      for place in 0..<784 {
        let isInside = (top..<top + 8).contains(place / 28) && (left..<left + 5).contains(place % 28)
        pixels[image * 784 + place] = UInt8(generator.next32() >> 26) + (isInside ? 150 : 0)
      }
    }
    var labels = truth
    let changed = [17, 400, 501]
    for index in changed { labels[index] = (labels[index] + 5) % 10 }
    let images = LabeledImages(
      images: pixels, labels: labels, channels: 1, height: 28, width: 28, classNames: (0..<10).map(String.init))
    let found = try CrossValidatedProbabilities(of: images, options: .init(folds: 3, epochs: 6, rounds: 2, threads: 1))
    let learning = ConfidentLearning(
      probabilities: found.probabilities.values, labels: labels, classes: 10)
    #expect(Set(learning.issues.prefix(3).map(\.index)) == Set(changed))
    #expect(learning.issues.prefix(3).allSatisfy { Int32($0.suggestion) == truth[$0.index] })
  }

  @Test func probabilitiesAreMeansOverRoundsAndViews() throws {
    let images = StrokeDigits.dataset(train: 80, test: 0).train
    func rows(_ options: CrossValidatedProbabilities.Options) throws -> [Double] {
      try CrossValidatedProbabilities(of: images, options: options).probabilities.values
    }
    let one = try rows(.init(folds: 2, epochs: 1, rounds: 1, views: [.identity], threads: 1))
    let several = try rows(.init(folds: 2, epochs: 1, rounds: 2, views: EvaluationView.Family.shifts.views, threads: 1))
    for row in [one, several] {
      for image in 0..<80 { #expect(abs(row[image * 10..<image * 10 + 10].reduce(0, +) - 1) < 1e-6) }
    }
    #expect(several != one)
    #expect(
      try several == rows(.init(folds: 2, epochs: 1, rounds: 2, views: EvaluationView.Family.shifts.views, threads: 2)))
    let error = #expect(throws: InputError.self) { try rows(.init(folds: 2, rounds: 0)) }
    #expect(error?.description == "a cross-validation has no rounds: expected 1 or more, found 0.")
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
