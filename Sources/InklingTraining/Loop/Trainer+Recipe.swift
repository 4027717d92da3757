public import InklingDatasets
public import InklingEngine
public import InklingFiles

extension Trainer {
  /// Trains what a recipe says on a data set:
  ///
  ///     let trainer = try Trainer(Recipe.load("tiny"), on: StrokeDigits.dataset())
  ///     try trainer.run { event in ... }
  ///
  /// - Parameters:
  ///   - recipe: one network's; its classes, its images of each class and its shift are taken of the data set here, and
  ///     the data set's name takes the place of the one that it says.
  ///   - dataset: whole.
  ///   - threads: nil for the processors, as far as a batch keeps them busy.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - run: the name of the run, whose folder is made in `runs`; nil keeps no folder.
  ///   - runs: the folder that holds the runs, from one of whose weights the recipe may start.
  ///   - opener: what reads the weights that the recipe starts from; `.all` knows ONNX and Keras too.
  ///   - shouldStop: asked before every step, such as for a signal.
  /// - Throws: `InputError` for all that is wrong in the recipe or does not fit the data.
  public convenience init(
    _ recipe: Recipe, on dataset: Dataset, threads: Int? = nil, instructionSet: InstructionSet = .best,
    savingAs run: String? = nil, runs: String = "runs", opening opener: WeightsOpener = .own,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(InputError) {
    guard let model = recipe.model else {
      throw InputError(
        .usage, "the recipe \(recipe.name) names no network", expected: "a model",
        remedy: "set its model, or give the trainer a graph beside it")
    }
    let varied = try dataset.varied(recipe.data.variation)
    let (images, classes) = (varied.train, varied.train.classNames.count)
    // Before a graph is made: what is wrong in the recipe has a key.
    let input = try Shape(checking: [images.channels, images.height, images.width])
    try LoadedRecipe(recipe).requireFit(varied, input: input)
    try self.init(
      try model.graph(input: input, classes: classes), on: varied,
      configuration: try Self.configuration(recipe, dataset, threads), savingAs: run, in: runs, opening: opener,
      instructionSet: instructionSet, shouldStop: shouldStop)
  }

  /// The same for a network of one's own:
  ///
  ///     let graph = try Graph(tracing: SmallNet(), input: [1, 28, 28])
  ///     let trainer = try Trainer(graph, named: "small-net", on: dataset, recipe: Recipe(epochs: 3))
  ///
  /// - Parameters:
  ///   - graph: a model whose output is one logit a class; it takes the place of the recipe's.
  ///   - name: what the network is called; nil for what the recipe calls its own.
  ///   - dataset: as above.
  ///   - recipe: how the network is trained; the data set's name takes the place of the one that it says.
  ///   - threads: nil for the processors, as far as a batch keeps them busy.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - run: the name of the run, whose folder is made in `runs`; nil keeps no folder.
  ///   - runs: the folder that holds the runs, from one of whose weights the recipe may start.
  ///   - opener: what reads the weights that the recipe starts from; `.all` knows ONNX and Keras too.
  ///   - shouldStop: asked before every step, such as for a signal; by default never stops.
  public convenience init(
    _ graph: Graph, named name: String? = nil, on dataset: Dataset, recipe: Recipe, threads: Int? = nil,
    instructionSet: InstructionSet = .best, savingAs run: String? = nil, runs: String = "runs",
    opening opener: WeightsOpener = .own, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(InputError) {
    var configuration = try Self.configuration(recipe, dataset, threads)
    configuration.network = name
    try self.init(
      graph, on: try dataset.varied(recipe.data.variation), configuration: configuration, savingAs: run, in: runs,
      opening: opener, instructionSet: instructionSet, shouldStop: shouldStop)
  }

  /// Makes the run's folder, if there is to be one; it is taken away again when the run cannot start.
  private convenience init(
    _ graph: Graph, on dataset: Dataset, configuration: RunConfiguration, savingAs run: String?, in runs: String,
    opening opener: WeightsOpener, instructionSet: InstructionSet, shouldStop: @escaping @Sendable () -> Bool
  ) throws(InputError) {
    let weights = try opener(configuration.recipe.fineTuning, runs: runs)
    var folder: RunFolder?
    if let run {
      var named = configuration
      named.name = run
      folder = try RunFolder.create(
        in: runs,
        configuration: named.checked(
          for: graph, on: dataset, task: configuration.recipe.learningTask))
    }
    do throws(InputError) {
      if let weights, let folder {
        try folder.save(weights.fitted(to: graph, classNames: dataset.train.classNames))
      }
      try self.init(
        graph, on: dataset, configuration: configuration, instructionSet: instructionSet, runFolder: folder,
        startingFrom: weights, shouldStop: shouldStop)
    } catch {
      folder?.discard()
      throw error
    }
  }

  private static func configuration(
    _ recipe: Recipe, _ dataset: Dataset, _ threads: Int?
  ) throws(InputError) -> RunConfiguration {
    guard recipe.ensemble == nil else {
      throw InputError(
        .usage, "the recipe \(recipe.name) is of several networks, and a trainer trains one",
        remedy: "train each of LoadedRecipe.members()")
    }
    var recipe = recipe
    recipe.data.dataset = dataset.name
    if let captcha = dataset.captcha {
      // The data set's own values take the place of the recipe's, as its name does.
      let size = dataset.train.size
      (recipe.data.captcha, recipe.data.image) = (captcha.anchored, size == CaptchaSettings.usualSize ? nil : size)
    }
    return RunConfiguration(recipe, threads: threads)
  }
}
