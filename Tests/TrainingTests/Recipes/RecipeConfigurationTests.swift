import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RecipeConfigurationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func configuration(_ settings: String...) throws -> TrainingConfiguration {
    var all: [RecipeSetting] = []
    for setting in settings { all.append(try RecipeSetting(setting)) }
    return TrainingConfiguration(try LoadedRecipe("classic", settings: all).recipe, threads: 1, name: "a")
  }

  @Test func configurationsFromBeforeRecipesAreRead() throws {
    let json = """
      {"batch_size":64,"dataset":"mnist","epochs":10,"learning_rate":0.001,"model":"lenet","momentum":0.9,"seed":0,\
      "shuffle":true,"threads":2}
      """
    let read = try JSONText.decode(TrainingConfiguration.self, from: Array(json.utf8), path: "configuration.json")
    #expect(read == TrainingConfiguration(threads: 2))
    #expect(try JSONText.encode(read, pretty: false) == json)
  }

  @Test func theRecipeIsSavedInTheRunAndReadBack() throws {
    let configuration = try configuration("optimizer.weight_decay=0.001", "model=sprint")
    let run = try RunFolder.create(in: folder.path, configuration: configuration)
    run.unlock()
    let read = try RunFolder.configuration(at: run.path)
    #expect(read == configuration)
    #expect(try LoadedRecipe(run.path(of: .recipe)).recipe == configuration.recipe)
  }

  @Test func aRunWithoutARecipeHasNoRecipesFile() throws {
    let run = try RunFolder.create(in: folder.path, configuration: TrainingConfiguration(threads: 1, name: "b"))
    #expect(RunPath.content(of: run.path(of: .recipe)) == .nothing)
  }

  @Test func moreEpochsMayBeTrainedWhereNoScheduleFollowsThem() throws {
    let saved = try configuration("description=one")
    let given = try configuration("description=two").applying([try RecipeSetting("epochs=20")], path: "runs/a")
    #expect(given.recipe?.epochs == 20)
    try given.requireResumable(from: saved, path: "runs/a")
  }

  static let differences: [(saved: [String], given: [String], found: String)] = [
    ([], ["optimizer.weight_decay=0.1"], "optimizer.weight_decay 0.1"),
    ([], ["optimizer.decay_biases_and_norms=false"], "optimizer.decay_biases_and_norms false"),
    ([], ["clipping.norm=1"], "clipping keys"), (["clipping.norm=1"], [], "clipping nothing"),
    (["schedule=cosine"], ["schedule=cosine", "epochs=20"], "epochs 20"),
    ([], ["loss.label_smoothing=0.1"], "loss.label_smoothing 0.1"),
    (["data.classes=[0, 1]"], ["data.classes=[0, 2]"], "data.classes [0, 2]"),
    ([], ["fine_tuning.from=x", "model=lenet"], "fine_tuning keys"), ([], ["data.validation=7"], "--validation 7"),
  ]

  @Test(arguments: differences)
  func whatWouldHaveGivenOtherWeightsMayNot(saved: [String], given: [String], found: String) throws {
    func make(_ settings: [String]) throws -> TrainingConfiguration {
      TrainingConfiguration(
        try LoadedRecipe("classic", settings: settings.map { try RecipeSetting($0) }).recipe, threads: 1)
    }
    let (saved, given) = (try make(saved), try make(given))
    let error = inputError { () throws(InputError) in try given.requireResumable(from: saved, path: "runs/a") }
    #expect(error?.kind == .malformed)
    #expect(error?.found?.hasPrefix(found) == true, "\(String(describing: error))")
  }

  @Test func aRecipeAndNoneAreToldApart() throws {
    let recipe = try configuration()
    var none = recipe
    none.recipe = nil
    let error = inputError { () throws(InputError) in try none.requireResumable(from: recipe, path: "runs/a") }
    #expect(error?.expected == "--recipe classic")
    #expect(inputError { () throws(InputError) in try recipe.requireResumable(from: none, path: "") } != nil)
  }
}
