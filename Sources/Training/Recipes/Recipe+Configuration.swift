import Files

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

  /// Carries what was changed here into the recipe, which a resumed run is held against.
  public mutating func updateRecipe() {
    recipe?.data.dataset = dataset
    recipe?.data.shuffle = shuffle
    recipe?.epochs = epochs
    recipe?.batchSize = batchSize
    recipe?.seed = seed
    recipe?.optimizer.learningRate = learningRate
    if recipe?.optimizer.values["momentum"] != nil { recipe?.optimizer.values["momentum"] = .number(momentum) }
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
    var ignored = ["name", "description", "evaluation"]
    if !schedule.dependsOnLength { ignored.append("epochs") }
    return ignored.reduce(node) { $0.setting($1, to: DocumentNode(.null)) }
  }
}
