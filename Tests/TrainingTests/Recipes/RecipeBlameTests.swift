import Foundation
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Who is told of a fault: the file where it stands, or the option that has made it.
@Suite struct RecipeBlameTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ text: String, _ settings: [RecipeSetting] = []) throws -> InputError? {
    try DurableFile.write(Array(text.utf8), to: folder.file("bad.yaml"))
    return inputError { () throws(InputError) in _ = try LoadedRecipe(folder.file("bad.yaml"), settings: settings) }
  }

  /// What an option has made wrong is the option's fault, wherever its partner stands: nobody can mend a built-in recipe.
  static let blamed: [(recipe: String, settings: [String], sentence: String)] = [
    ("classic", ["task=read"], "--set task=read: data.dataset has no texts"),
    ("sprint", ["optimizer.name=sgd"], "--set optimizer.name=sgd: optimizer.betas is not a known key"),
    ("tiny", ["epochs=3", "optimizer=sgd"], "--set optimizer=sgd: schedule.cycle_momentum needs a momentum"),
  ]

  @Test(arguments: blamed) func anOptionsFaultIsItsOwn(recipe: String, settings: [String], sentence: String) throws {
    let settings = try settings.map { try RecipeSetting($0) }
    let error = inputError { () throws(InputError) in _ = try LoadedRecipe(recipe, settings: settings) }
    #expect(error?.kind == .usage, "\(error?.description ?? "no error")")
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "no error")")
  }

  /// A batch that an option has left too few images for is the option's fault, and a batch of the file's own stays the file's.
  @Test func fewerImagesAreTheOptionsFault() throws {
    func refusal(_ text: String, _ setting: String) throws -> InputError? {
      try DurableFile.write(Array(text.utf8), to: folder.file("few.yaml"))
      let loaded = try LoadedRecipe(
        folder.file("few.yaml"), settings: [RecipeSetting("seed=4"), RecipeSetting(setting)])
      return inputError { () throws(InputError) in
        try loaded.requireFit(trainingCount: 20, input: [1, 28, 28], classes: 10)
      }
    }
    let error = try refusal("batch_size: 32\n", "data.images_per_class=2")
    #expect(error?.kind == .usage, "\(error?.description ?? "no error")")
    #expect(
      error?.description.contains("--set data.images_per_class=2: batch_size is larger than the training set") == true,
      "\(error?.description ?? "no error")")
    let own = try refusal("batch_size: 32\n", "epochs=4")
    #expect(own?.kind == .malformed && own?.description.contains("line 1: batch_size") == true)
  }

  /// What a file has wrong stays the file's, whatever is set beside it.
  @Test func aFilesFaultIsItsOwn() throws {
    let error = try fault("epochs: 3\nbatchsize: 3", [RecipeSetting("seed=4")])
    #expect(error?.kind == .malformed && error?.description.contains("line 2: batchsize is not a known key") == true)
    let both = try fault(
      "optimizer: {momentum: 0.9, nesterov: true}\nbatchsize: 3", [RecipeSetting("optimizer.momentum=0")])
    #expect(both?.kind == .malformed)
    #expect(
      both?.details.contains { $0.hasPrefix("--set optimizer.momentum=0: optimizer.nesterov needs a momentum") }
        == true,
      "\(both?.details ?? [])")
  }

  @Test func viewsAreNamedOnce() throws {
    let error = try fault("evaluation: {views: [shifts, shifts]}")
    #expect(
      error?.description.contains("evaluation.views should name each family once, but are shifts, shifts") == true)
  }

  /// Each layer is named once among what a pattern may be.
  @Test func aHintNamesEachLayerOnce() throws {
    let error = inputError { () throws(InputError) in
      let recipe = try LoadedRecipe("classic", settings: [RecipeSetting("fine_tuning.freeze=bn")])
      try recipe.requireFit(trainingCount: 1000, input: [1, 28, 28], classes: 10)
    }
    let text = error?.description ?? ""
    #expect(text.contains("matches no parameter: found bn"), "\(text)")
    #expect(text.components(separatedBy: "conv1,").count <= 2, "\(text)")
  }
}
