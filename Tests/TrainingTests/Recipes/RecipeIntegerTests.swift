import InklingDatasets
import InklingEngine
import InklingFiles
import Testing

@testable import InklingTraining

/// Whatever whole number stands at any key, it is taken or refused: nothing overflows.
@Suite struct RecipeIntegerTests {
  private static let numbers = [
    "\(Int.max)", "\(Int.min)", "-1", "0", "\(Int.max / 2)", "\(UInt32.max)", "\(Int32.max)", "\(UInt64.max)",
    "99999999999999999999999", "[\(Int.max), \(Int.min)]", "{fold: \(Int.max), folds: \(Int.max)}",
  ]

  /// Keys that depend on a name, beside all others: what has to stand above each, and the key.
  private static let others: [([String], String)] = [
    (["schedule=step"], "schedule.step_size"), (["schedule=multi_step"], "schedule.milestones"),
    (["schedule=cosine"], "schedule.t_max"), (["schedule=cosine_warm_restarts"], "schedule.t_0"),
    (["schedule=cosine_warm_restarts"], "schedule.t_mult"), (["schedule=linear"], "schedule.total_iters"),
    (["schedule=polynomial"], "schedule.total_iters"), (["schedule=one_cycle"], "schedule.total_steps"),
    (["schedule=reduce_on_plateau"], "schedule.patience"), (["schedule=reduce_on_plateau"], "schedule.cooldown"),
    (["optimizer=muon"], "optimizer.ns_steps"), (["optimizer=adam"], "optimizer.betas"),
    (["averaging=swa"], "averaging.from_epoch"), (["averaging=ema"], "averaging.warm_up"),
    (["data.validation=0.1"], "selection.patience"), (["data.validation=0.1"], "data.split_seed"),
    (["model={layers: [{linear: 4}, {linear: classes}]}"], "model.layers.0.linear"),
    (["model={layers: [{conv: {out: 4, kernel: 3}}, flatten, {linear: classes}]}"], "model.layers.0.conv.kernel"),
    (["model={layers: [{conv: {out: 4, kernel: 3}}, flatten, {linear: classes}]}"], "model.layers.0.conv.padding"),
    (["model={layers: [{max_pool: 2}, flatten, {linear: classes}]}"], "model.layers.0.max_pool"),
    (["augmentation=[{translate: 2}]"], "augmentation.0.translate"),
    (["augmentation=[{cutout: 2}]"], "augmentation.0.cutout"),
  ]

  private static let all = RecipeKey.all.map { ([String](), $0.path) } + others

  @Test(arguments: all) func noNumberOverflows(above: [String], key: String) throws {
    for number in Self.numbers {
      // What is refused is refused in a sentence.
      do throws(InputError) {
        let settings = try (above + ["\(key)=\(number)"]).map { text throws(InputError) in try RecipeSetting(text) }
        let loaded = try LoadedRecipe("classic", settings: settings)
        _ = loaded.recipe.steps(trainingCount: 320)
        try loaded.requireFit(trainingCount: 320, input: [1, 28, 28], classes: 10)
      } catch {
        #expect(error.description.count <= InputError.largestDescription)
      }
    }
  }

  /// The same of a recipe that was made in Swift.
  @Test(arguments: [Int.max, .min, -1, 0]) func aRecipeMadeInSwift(number: Int) throws {
    let dataset = StrokeDigits.dataset(train: 64, test: 16)
    let changes: [(inout Recipe) -> Void] = [
      { $0.batchSize = number }, { $0.epochs = number }, { $0.accumulation = number },
      { $0.selection = SelectionRecipe(patience: number) }, { $0.data.validation = .count(number) },
      { $0.data.validation = .fold(number: number, count: number) }, { $0.data.variation.imagesPerClass = number },
      { $0.averaging = .swa(fromEpoch: number) },
      { $0.fineTuning = FineTuningRecipe(freeze: [], unfreezing: [.init(epoch: number, patterns: [])]) },
    ]
    for change in changes {
      var recipe = Recipe(model: ModelSpecification.named("tiny") ?? .lenet, epochs: 1)
      change(&recipe)
      #expect(throws: InputError.self) { try Trainer(recipe, on: dataset, threads: 1) }
    }
  }
}
