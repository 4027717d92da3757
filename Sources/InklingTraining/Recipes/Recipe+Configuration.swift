import InklingDatasets
import InklingEngine
public import InklingFiles

extension TrainingConfiguration {
  /// A recipe's run.
  public init(_ recipe: Recipe, threads: Int, checkpointEvery: Int? = nil, name: String? = nil) {
    self.init(
      dataset: recipe.data.dataset, model: recipe.model?.name ?? "lenet", epochs: recipe.epochs,
      batchSize: recipe.batchSize, learningRate: recipe.optimizer.learningRate,
      momentum: recipe.optimizer.number("momentum"), seed: recipe.seed, threads: threads, shuffle: recipe.data.shuffle,
      checkpointEvery: checkpointEvery, name: name)
    self.recipe = recipe
    validation = recipe.validationPlan
  }

  /// What each test image is looked at as, at the end.
  var views: [EvaluationView] { EvaluationView.views(of: recipe?.evaluation?.views ?? []) }

  /// This with settings put over its recipe, which are held against a recipe's rules. A run without a recipe is the classic
  /// one, and stays without.
  ///
  /// - Parameter path: of the run, for errors.
  /// - Throws: `InputError` of kind `.malformed` for all that is wrong in them.
  public func applying(_ settings: [RecipeSetting], path: String) throws(InputError) -> TrainingConfiguration {
    guard !settings.isEmpty else { return self }
    let loaded = try LoadedRecipe(equivalentRecipe.node, path: path, settings: settings)
    let whole = loaded.recipe
    var changed = self
    (changed.dataset, changed.shuffle) = (whole.data.dataset, whole.data.shuffle)
    (changed.epochs, changed.batchSize, changed.seed) = (whole.epochs, whole.batchSize, whole.seed)
    changed.learningRate = whole.optimizer.learningRate
    changed.momentum = whole.optimizer.number("momentum")
    changed.validation = whole.validationPlan
    if recipe != nil { changed.recipe = whole }
    return changed
  }

  /// The recipe, or one that says what the values do, with what is held out.
  private var equivalentRecipe: Recipe {
    var recipe = recipe ?? Recipe(name: "run")
    recipe.data.dataset = dataset
    recipe.data.shuffle = shuffle
    recipe.epochs = epochs
    recipe.batchSize = batchSize
    recipe.seed = seed
    recipe.optimizer.learningRate = learningRate
    if recipe.optimizer.values["momentum"] != nil { recipe.optimizer.values["momentum"] = .number(momentum) }
    guard let validation else { return recipe }
    recipe.data.validation = validation.split.size
    recipe.data.splitSeed = validation.split.seed
    recipe.selection = SelectionRecipe(
      monitor: validation.monitor == .loss ? .validationLoss : .validationAccuracy, patience: validation.patience,
      minDelta: validation.minDelta, restoresBest: validation.selection == .best)
    return recipe
  }

  /// The first key whose value would have given other weights than `saved`'s, with both values; nil when there is none.
  func recipeDifference(from saved: TrainingConfiguration) -> (key: String, saved: String, given: String)? {
    guard let mine = recipe?.comparable, let theirs = saved.recipe?.comparable else {
      return (recipe == nil) == (saved.recipe == nil)
        ? nil : ("--recipe", saved.recipe?.name ?? "none", recipe?.name ?? "none")
    }
    guard let key = mine.firstDifference(from: theirs) else { return nil }
    return (key, theirs.node(at: key)?.listing ?? "nothing", mine.node(at: key)?.listing ?? "nothing")
  }
}

extension Recipe {
  /// The document without what may change when a run goes on: its names, how it is evaluated, and its length where no
  /// schedule follows it.
  fileprivate var comparable: DocumentNode {
    // What is held out and watched is compared with the options that say so.
    var ignored = ["name", "description", "evaluation", "selection"]
    if !schedule.dependsOnLength { ignored.append("epochs") }
    return ignored.reduce(node) { $0.setting($1, to: DocumentNode(.null)) }
  }
}
