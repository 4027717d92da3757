import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingReports

@Suite struct TextReportTests {
  private static let texts = StrokeSequences.dataset(train: 0, test: 40).test

  private static func model(_ seed: Int) throws -> TrainedModel {
    let graph = try Graph(
      tracing: Sequential([Conv2d(1, 11, kernelSize: Extent2d(28, 16), stride: Extent2d(1, 8))]), input: [1, 28, 128])
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: (0..<parameter.shape.reduce(1, *)).map { Float(($0 * 31 + seed) % 23) / 230 - 0.05 })
    }
    return try TrainedModel(
      ModelDescription(
        name: "reader \(seed)", graph: graph, classNames: StrokeSequences.classNames,
        normalization: Normalization(mean: 0, deviation: 1, channels: 1), task: TaskRecipe(.read)),
      parameters: parameters)
  }

  @Test func aPageShowsWhatIsRead() throws {
    let models = [try Self.model(1), try Self.model(2)]
    let report = try TextReport(models, on: Self.texts, of: "some <numbers>", mistakes: 5, threads: 1)
    let checker = PageChecker(report.page.html)
    #expect(checker.faults.isEmpty, "\(checker.faults.prefix(5))")
    let titles = report.page.sections.map(\.title)
    #expect(titles.first == "Accuracy" && titles.last == "Side by side" && titles.contains("Positions"))
    #expect(titles.filter { $0.hasPrefix("Worst mistakes") }.count == 2)
    #expect(report.results.count == 2 && report.results[0].count == 40)
    #expect(report.page.html.contains("read as") && report.page.html.contains("data:image/png"))
    let again = try TextReport(models, on: Self.texts, of: "some <numbers>", mistakes: 5, threads: 2)
    #expect(again.page.html == report.page.html)
    let one = try TextReport([models[0]], on: Self.texts, at: [0, 5], of: "two", threads: 1)
    #expect(one.results[0].count == 2 && one.page.sections.last?.title == "Worst mistakes")
  }

  @Test func wrongRequestsAreNamed() throws {
    let model = try Self.model(1)
    func sentence(_ body: () throws(InputError) -> TextReport) -> String {
      do throws(InputError) {
        _ = try body()
        return "none"
      } catch { return error.description }
    }
    #expect(sentence { () throws(InputError) in try TextReport([], on: Self.texts, of: "x") }.contains("few models"))
    #expect(
      sentence { () throws(InputError) in try TextReport([model], on: Self.texts, at: [], of: "x") }.contains(
        "no image"))
    let digits = StrokeDigits.dataset(train: 0, test: 4).test
    #expect(
      sentence { () throws(InputError) in try TextReport([model], on: digits, of: "x") }.contains("are not the model's")
    )
  }
}
