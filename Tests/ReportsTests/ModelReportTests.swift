import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingReports

@Suite struct ModelReportTests {
  private static let dataset = StrokeDigits.dataset(train: 256, test: 60)
  private static let options = ModelReport.Options(mistakes: 3, corruptedImages: 20, threads: 1)

  private static func model(_ name: String, seed: UInt64 = 0, run: String? = nil, in folder: String = ".") throws
    -> TrainedModel
  {
    var recipe = Recipe(model: ModelSpecification.named(name) ?? .lenet, epochs: 2, seed: seed)
    recipe.data.validation = .share(0.25)
    return try Trainer(recipe, on: dataset, threads: 1, savingAs: run, runs: folder).train()
  }

  private static let sections = [
    "Accuracy", "Learning", "Network", "Classes", "Confusion", "Worst mistakes", "Calibration", "Coverage",
    "Damaged images",
  ]

  @Test func aRunsPageShowsAllAndNeedsNothing() throws {
    let folder = try TemporaryFolder()
    _ = try Self.model("tiny", run: "digits", in: folder.path)
    let model = try TrainedModel(contentsOf: folder.file("digits"))
    let report = try ModelReport([model], on: Self.dataset.test, of: "the test set", options: Self.options)
    let html = report.page.html
    let checker = PageChecker(html)
    #expect(checker.faults.isEmpty, "\(checker.faults.prefix(5))")
    #expect(report.page.sections.map(\.title) == Self.sections)
    #expect(report.page.title == "digits")
    let charts = report.page.figures.map { $0.figure.plot.title }
    #expect(charts.contains("Loss") && charts.contains("Learning rate") && charts.contains("Confusion matrix"))
    #expect(html.contains("mean corruption accuracy") && html.contains("canny edges"))
    #expect(html.utf8.count < 3_000_000)
    // Each mistake of the test set is counted in the galleries' headings.
    let wrong = report.results[0].count - report.results[0].correct
    let counted = html.matches(of: /<summary>\w+ taken for \w+: (\d+)/).reduce(0) { $0 + (Int($1.1) ?? 0) }
    #expect(counted == wrong)
  }

  @Test func twoModelsStandSideBySide() throws {
    let models = [try Self.model("tiny"), try Self.model("tiny", seed: 1)]
    let report = try ModelReport(
      models, on: Self.dataset.test, at: Array(0..<50), of: "some images",
      heldOut: .init(Self.dataset.train, at: Array(0..<40)), options: Self.options)
    let checker = PageChecker(report.page.html)
    #expect(checker.faults.isEmpty, "\(checker.faults.prefix(5))")
    #expect(report.page.sections.last?.title == "Side by side")
    #expect(report.results.count == 2 && report.results[0].count == 50)
    #expect(report.page.html.contains("fitted on 40 held-out images"))
    #expect(report.page.html.contains("McNemar"))
    let names = report.page.figures.map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// A model of bytes ended the report at its first mistake: saliency needs gradients, which it has none of.
  @Test func aModelOfBytesHasAPageWithoutWhatItCannotHave() throws {
    let float = try Self.model("tiny")
    let bytes = try float.quantized(calibratedOn: Array(Self.dataset.train.images.prefix(40 * 784)))
    let both = try ModelReport([float, bytes], on: Self.dataset.test, of: "the test set", options: Self.options)
    #expect(PageChecker(both.page.html).faults.isEmpty)
    let alone = try ModelReport([bytes], on: Self.dataset.test, of: "the test set", options: Self.options)
    #expect(alone.results[0].correct < alone.results[0].count)
    #expect(alone.page.sections.map(\.title) == Self.sections)
    let html = alone.page.html
    #expect(html.contains("What they rest on is left out") && html.contains("Feature maps are left out"))
    #expect(!html.contains("integrated gradients"))
    #expect(both.page.html.contains("What they rest on is left out") && both.page.html.contains("integrated gradients"))
  }

  @Test func wrongRequestsAreNamed() throws {
    let model = try Self.model("tiny")
    #expect {
      try ModelReport([], on: Self.dataset.test, of: "x")
    } throws: {
      "\($0)" == "a report shows few models side by side: expected 1 to 4, found 0."
    }
    #expect {
      try ModelReport([model], on: Self.dataset.test, at: [], of: "x")
    } throws: {
      "\($0)" == "there is no image to evaluate: expected 1 or more, found 0."
    }
  }
}
