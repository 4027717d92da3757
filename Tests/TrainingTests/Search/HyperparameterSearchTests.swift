import Foundation
import InklingDatasets
import InklingFiles
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// The search without any training: what a trial reaches is a formula of its learning rate.
@Suite struct HyperparameterSearchTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private final class FormulaRunner: TrialRunner {
    private let calls = Mutex<[String]>([])
    let stopsAfter: Int
    let failing: Set<Int>

    init(stopsAfter: Int = .max, failing: Set<Int> = []) {
      self.stopsAfter = stopsAfter
      self.failing = failing
    }

    var log: [String] { calls.withLock { $0 } }

    func run(_ trial: Trial, recipe: Recipe, toEpoch epochs: Int) throws(InputError) -> TrialScore? {
      let count = calls.withLock { calls in
        calls.append("\(trial.number):\(epochs)")
        return calls.count
      }
      if count > stopsAfter { return nil }
      if failing.contains(trial.number) { throw InputError(.failed, "training diverged") }
      let rate = recipe.optimizer.learningRate
      return TrialScore(
        epochs: epochs, accuracy: 1 / (1 + rate + 1 / Double(epochs)), loss: rate, seconds: Double(epochs))
    }
  }

  private func space(trials: Int = 12) throws -> SearchSpace {
    var space = try SearchSpaceTests.space()
    space.trials = trials
    return space
  }

  private func search(_ space: SearchSpace, in name: String, _ runner: FormulaRunner) throws -> Bool {
    var search = try HyperparameterSearch(space, folder: folder.file(name))
    return try search.run(runner)
  }

  private func trials(_ name: String) throws -> [UInt8] { try FileBytes.read(folder.file(name) + "/trials.json") }

  @Test func theBestComesFirst() throws {
    let space = try space()
    var search = try HyperparameterSearch(space, folder: folder.file("a"))
    #expect(try search.run(FormulaRunner()))
    #expect(search.trials.count == 12)
    let best = try #require(search.ranking.first)
    let rates = try (0..<12).map { try space.recipe(ofTrial: $0).recipe.optimizer.learningRate }
    #expect(best.rungs.last?.loss == rates.min())
    #expect(best.rungs.last?.epochs == 10)
    #expect(try LoadedRecipe(folder.file("a/best.yaml")).recipe.optimizer.learningRate == rates.min())
    let csv = String(decoding: try FileBytes.read(folder.file("a/results.csv")), as: UTF8.self)
    #expect(csv.split(separator: "\n").count == 13)
    #expect(csv.hasPrefix("trial,epochs,accuracy,loss,seconds,optimizer.learning_rate,batch_size,"))
  }

  /// Stopped after every single call in turn, it makes no call twice but the one that was cut off, and ends the same.
  @Test func aSearchThatIsStoppedGoesOnWhereItWas() throws {
    let whole = FormulaRunner()
    #expect(try search(try space(), in: "whole", whole))
    var calls: [String] = []
    var isDone = false
    while !isDone {
      let runner = FormulaRunner(stopsAfter: 1)
      isDone = try search(try space(), in: "parts", runner)
      calls.append(try #require(runner.log.first ?? whole.log.last))
      try #require(calls.count <= whole.log.count + 1)
    }
    #expect(Array(calls.prefix(whole.log.count)) == whole.log)
    #expect(try trials("parts") == trials("whole"))
  }

  @Test func moreTrialsMayBeAskedForLater() throws {
    #expect(try search(try space(trials: 4), in: "a", FormulaRunner()))
    #expect(try search(try space(trials: 12), in: "a", FormulaRunner()))
    let reopened = try HyperparameterSearch(try space(trials: 12), folder: folder.file("a"))
    #expect(reopened.trials.count == 12)
  }

  @Test func aTrialThatDivergesEndsAlone() throws {
    var search = try HyperparameterSearch(try space(trials: 3), folder: folder.file("a"))
    #expect(try search.run(FormulaRunner(failing: [1])))
    #expect(search.trials[1].failure == "training diverged.")
    #expect(search.ranking.count == 2)
    let results = SearchResults(search)
    #expect(results.rows.last?.trial == 1)
    #expect(results.rows.last?.accuracy == nil)
    #expect(results.csv.hasSuffix("training diverged.\n"))
  }

  @Test func anotherSpaceIsRefused() throws {
    #expect(try search(try space(trials: 2), in: "a", FormulaRunner()))
    var other = try space(trials: 2)
    other.seed = 9
    let error = inputError { () throws(InputError) in
      _ = try HyperparameterSearch(other, folder: folder.file("a"))
    }
    #expect(error?.kind == .malformed)
    #expect(error?.what == "the search in this folder is of another space")
  }

  @Test func whatAKilledSearchLeftIsRemoved() throws {
    #expect(try search(try space(trials: 2), in: "a", FormulaRunner()))
    for name in [".trials.json.3x.partial", ".best.yaml.1a.partial"] {
      try DurableFile.write([1], to: folder.file("a/\(name)"))
    }
    _ = try HyperparameterSearch(try space(trials: 2), folder: folder.file("a"))
    #expect(RunPath.entries(of: folder.file("a"))?.sorted() == ["best.yaml", "lock", "results.csv", "trials.json"])
  }

  /// What was reached on other images is no rank among these.
  @Test func otherImagesAreRefused() throws {
    let space = try space(trials: 2)
    for _ in 1...2 {
      let dataset = StrokeDigits.dataset(train: 40, test: 10)
      var search = try HyperparameterSearch(space, folder: folder.file("a"), on: dataset)
      #expect(try search.run(FormulaRunner()))
    }
    for (count, seed, words) in [(40, 1, "other training images"), (20, 0, "20 and 10 with other training images")] {
      let error = inputError { () throws(InputError) in
        _ = try HyperparameterSearch(
          space, folder: folder.file("a"), on: StrokeDigits.dataset(train: count, test: 10, seed: UInt64(seed)))
      }
      #expect(error?.what == "the search was started on other data")
      #expect(error?.found?.contains(words) == true, "\(error?.found ?? "")")
    }
  }

  @Test func twoSearchesNeverShareAFolder() throws {
    let space = try space(trials: 1)
    let first = try HyperparameterSearch(space, folder: folder.file("a"))
    let error = inputError { () throws(InputError) in
      _ = try HyperparameterSearch(space, folder: folder.file("a"))
    }
    #expect(error?.kind == .unwritable)
    #expect(first.trials.isEmpty)
  }

  static let damages: [(old: String, new: String)] = [
    ("\"number\" : 1", "\"number\" : 7"), ("\"epochs\" : 1", "\"epochs\" : 2"), ("{", "["),
  ]

  @Test(arguments: damages)
  func damagedResultsAreRefused(old: String, new: String) throws {
    #expect(try search(try space(trials: 2), in: "a", FormulaRunner()))
    var text = String(decoding: try trials("a"), as: UTF8.self)
    let place = try #require(text.range(of: old))
    text.replaceSubrange(place, with: new)
    try DurableFile.write(Array(text.utf8), to: folder.file("a/trials.json"))
    let error = inputError { () throws(InputError) in
      _ = try HyperparameterSearch(try SearchSpaceTests.space(), folder: folder.file("a"))
    }
    #expect(error?.kind == .malformed)
  }

  @Test func everyTrialIsCheckedBeforeTheFirst() throws {
    let text = """
      trials: 20
      set: {data.validation: 9}
      space: {optimizer.momentum: {uniform: [0.9, 1.4]}}
      """
    let error = inputError { () throws(InputError) in
      _ = try HyperparameterSearch(try SearchSpaceTests.space(text), folder: folder.file("a"))
    }
    #expect(error?.description.contains("optimizer.momentum is out of range") == true)
    #expect(RunPath.content(of: folder.file("a")) == .nothing)
    let without = inputError { () throws(InputError) in
      let text = "trials: 1\nspace: {batch_size: {choice: [1]}}"
      _ = try HyperparameterSearch(try SearchSpaceTests.space(text), folder: folder.file("a"))
    }
    #expect(without?.what.contains("keeps nothing for validation") == true)
  }
}
