import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RecipeConfigurationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func configuration(_ settings: String...) throws -> RunConfiguration {
    var all: [RecipeSetting] = []
    for setting in settings { all.append(try RecipeSetting(setting)) }
    return RunConfiguration(try LoadedRecipe("classic", settings: all).recipe, threads: 1, name: "a")
  }

  @Test func theRecipeIsSavedInTheRunAndReadBack() throws {
    let configuration = try configuration("optimizer.weight_decay=0.001", "model=sprint")
    let run = try RunFolder.create(in: folder.path, configuration: configuration)
    run.unlock()
    let read = try RunFolder.configuration(at: run.path)
    #expect(read == configuration)
    #expect(try LoadedRecipe(run.path(of: .recipe)).recipe == configuration.recipe)
  }

  @Test func moreEpochsMayBeTrainedWhereNoScheduleFollowsThem() throws {
    let saved = try configuration("description=one")
    let given = try configuration("description=two").applying([try RecipeSetting("epochs=20")], path: "runs/a")
    #expect(given.recipe.epochs == 20)
    try given.requireResumable(from: saved, path: "runs/a")
  }

  static let differences: [(saved: [String], given: [String], found: String)] = [
    ([], ["optimizer.weight_decay=0.1"], "optimizer.weight_decay 0.1"),
    ([], ["optimizer.decay_biases_and_norms=false"], "optimizer.decay_biases_and_norms false"),
    ([], ["clipping.norm=1"], "clipping keys"), (["clipping.norm=1"], [], "clipping nothing"),
    (["schedule=cosine"], ["schedule=cosine", "epochs=20"], "--epochs 20"),
    ([], ["loss.label_smoothing=0.1"], "loss.label_smoothing 0.1"),
    (["data.classes=[0, 1]"], ["data.classes=[0, 2]"], "data.classes [0, 2]"),
    ([], ["fine_tuning.from=x", "model=lenet"], "--from x"), ([], ["data.validation=7"], "--validation 7"),
  ]

  @Test(arguments: differences)
  func whatWouldHaveGivenOtherWeightsMayNot(saved: [String], given: [String], found: String) throws {
    func make(_ settings: [String]) throws -> RunConfiguration {
      RunConfiguration(
        try LoadedRecipe("classic", settings: settings.map { try RecipeSetting($0) }).recipe, threads: 1)
    }
    let (saved, given) = (try make(saved), try make(given))
    let error = inputError { () throws(InputError) in try given.requireResumable(from: saved, path: "runs/a") }
    #expect(error?.kind == .malformed)
    #expect(error?.found?.hasPrefix(found) == true, "\(String(describing: error))")
  }

  @Test func aNetworkThatNoRecipeNamesIsComparedByItsName() throws {
    var saved = try configuration()
    (saved.recipe.model, saved.network) = (nil, "lenet")
    try configuration().requireResumable(from: saved, path: "runs/a")
    saved.network = "small-net"
    let plain = try configuration()
    let error = inputError { () throws(InputError) in try saved.requireResumable(from: plain, path: "x") }
    #expect(error?.expected == "--model lenet" && error?.found == "--model small-net")
  }
}
