import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct TrainerRecipeTests {
  private static let dataset = StrokeDigits.dataset(train: 320, test: 60, seed: 3)

  private func report(_ trainer: Trainer) throws(InputError) -> TrainingReport? {
    var report: TrainingReport?
    try trainer.run { if case .finished(let last) = $0 { report = last } }
    return report
  }

  private func tiny() throws -> Recipe {
    var recipe = try Recipe.load("tiny")
    (recipe.epochs, recipe.batchSize) = (2, 32)
    return recipe
  }

  private func graph(_ recipe: Recipe, classes: Int = 10) throws -> Graph {
    try #require(recipe.model).graph(input: [1, 28, 28], classes: classes)
  }

  @Test func aRecipeIsTrainedAsItsConfigurationIs() throws {
    let recipe = try tiny()
    let known = try Trainer(
      graph(recipe), on: Self.dataset, configuration: RunConfiguration(recipe, threads: 2),
      instructionSet: try #require(InstructionSet.available.last))
    let trainer = try Trainer(recipe, on: Self.dataset)
    #expect(trainer.job.configuration.recipe.data.dataset == "strokes")
    #expect(try report(trainer)?.weightsSHA256 == report(known)?.weightsSHA256)
  }

  @Test func itsClassesAreTakenOfTheDataSet() throws {
    var recipe = try tiny()
    recipe.data.variation = DatasetVariation(classes: [3, 4, 9], imagesPerClass: 11)
    let trainer = try Trainer(recipe, on: Self.dataset)
    #expect(trainer.job.data.classNames == ["3", "4", "9"] && trainer.job.data.count == 33)
    let own = try Trainer(graph(recipe, classes: 3), on: Self.dataset, recipe: recipe)
    #expect(own.job.data.count == 33)
  }

  /// A saved recipe must not claim a network that was not trained.
  @Test func aGraphTakesTheRecipesPlace() throws {
    let graph = try Graph(tracing: Sequential([Flatten(), Linear(784, 10)]), input: [1, 28, 28])
    let own = try Trainer(graph, named: "linear", on: Self.dataset, recipe: Recipe(epochs: 1)).job.configuration
    #expect(own.recipe.model == nil && own.modelName == "linear")
    let same = try Trainer(self.graph(tiny()), on: Self.dataset, recipe: tiny()).job.configuration
    #expect(same.recipe.model == ModelSpecification.named("tiny") && same.modelName == "tiny")
    let text = own.recipe.yaml
    #expect(text.contains("model: none\n"))
    let folder = try TemporaryFolder()
    try DurableFile.write(Array(text.utf8), to: folder.file("saved.yaml"))
    #expect(try Recipe.load(folder.file("saved.yaml")) == own.recipe)
  }

  @Test func whatCannotBeTrainedIsRefused() throws {
    func refusal(_ change: (inout Recipe) throws -> Void) throws -> String {
      var recipe = try tiny()
      try change(&recipe)
      let changed = recipe
      return inputError { () throws(InputError) in _ = try Trainer(changed, on: Self.dataset) }?.description ?? "none"
    }
    #expect(try refusal { $0 = try Recipe.load("record") }.hasPrefix("the recipe record is of several networks"))
    #expect(try refusal { $0.model = nil }.hasPrefix("the recipe tiny names no network"))
    #expect(try refusal { $0.epochs = 0 }.hasPrefix("the recipe tiny is wrong, epochs is out of range"))
    #expect(
      try refusal { $0.batchSize = 321 }.contains("batch_size is larger than the training set: expected 1 to 320"))
    #expect(try refusal { $0.loss.classWeights = [1, 2] }.contains("should be one for each of 10 classes, but are 2"))
    #expect(try refusal { $0.fineTuning = FineTuningRecipe(from: "nowhere") }.hasPrefix("there is no such run"))
    #expect(try refusal { $0.data.variation.classes = [3, 11] }.contains("11"))
  }
}
