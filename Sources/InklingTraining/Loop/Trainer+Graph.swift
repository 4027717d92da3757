public import InklingDatasets
public import InklingEngine
public import InklingFiles

extension Trainer {
  /// Trains `graph` on a data set's training set, and evaluates the weights that it ends with once on the test set. The
  /// folds of a cross-validation leave the test set alone.
  ///
  /// - Parameters:
  ///   - graph: a model whose output is the task's: of a classification one logit a class.
  ///   - dataset: what the model is trained on and, unless it is left alone, tested on.
  ///   - task: what is learned; nil for what the recipe says.
  ///   - configuration: what to do; a run folder's own takes its place.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - runFolder: where the run is saved; nil saves nothing.
  ///   - checkpoint: where to go on (`RunFolder.loadCheckpoint()`); nil starts anew.
  ///   - weights: what a new run starts from; nil starts from the seed.
  ///   - pauseAfter: the epoch after which the run stops, to be resumed; nil trains all.
  ///   - looksAtTestSet: false leaves the test set alone.
  ///   - shouldStop: asked before every step, such as for a signal.
  /// - Throws: `InputError` when the data set is not the model's, or the recipe does not fit it. What else can be wrong
  ///   ends the events.
  public convenience init(
    _ graph: Graph, on dataset: Dataset, task: (any LearningTask)? = nil, configuration: RunConfiguration,
    instructionSet: InstructionSet = .best, runFolder: RunFolder? = nil, resuming checkpoint: Checkpoint? = nil,
    startingFrom weights: StartingWeights? = nil, pauseAfter: Int? = nil, looksAtTestSet: Bool = true,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(InputError) {
    let train = dataset.train
    var given = runFolder?.configuration ?? configuration
    if let task { given.recipe.task = try Self.recorded(task, runFolder) }
    let task = task ?? given.recipe.learningTask
    let configuration = try given.checked(for: graph, on: dataset, task: task)
    let recipe = configuration.recipe
    let weights = try weights?.fitted(to: graph, classNames: train.classNames)
    let split = try recipe.split(of: dataset)
    let heldOut = try recipe.heldOutPictures(of: dataset)
    let images = TrainingImages(of: dataset)
    let runFolder = try runFolder?.keeping(configuration)
    let normalization = try recipe.data.normalization.factors(channels: train.channels)
    let description = ModelDescription(
      name: configuration.modelName, graph: graph, classNames: train.classNames, normalization: normalization,
      specification: recipe.model.flatMap { $0.isBuiltIn ? nil : $0 },
      task: recipe.task,
      picture: try Self.picture(of: train, recipe, runFolder, weights))
    try runFolder?.keep(description)
    let test = recipe.isFold || !looksAtTestSet || dataset.test.count == 0 ? nil : dataset.test
    try runFolder?.keep(dataset.fingerprint)
    if let split { try runFolder?.keep(SplitRecord(split, of: train)) }
    let makeProgram: MakeProgram = { parameters throws(InputError) in
      try InferenceProgram(
        graph, parameters: parameters, normalization: normalization,
        threads: ThreadCount.withinProcessors(configuration.threads), instructionSet: instructionSet)
    }
    let preparation = try images.preparation(
      recipe.augmentation?.augmentation, seed: recipe.seed, training: split?.training)
    let board = runFolder.flatMap { run -> TensorBoardPlan? in
      guard configuration.tensorBoard else { return nil }
      return TensorBoardPlan(
        folder: run.tensorBoardFolder, configuration: run.configuration, graph: graph, images: train,
        training: split?.training, trainingCount: split?.training.count ?? images.count, normalization: normalization,
        instructionSet: instructionSet, hasTest: test != nil)
    }
    self.init(
      configuration: configuration, data: train, generated: dataset.generated, runFolder: runFolder,
      resuming: checkpoint,
      kernels: instructionSet.rawValue, shouldStop: shouldStop,
      evaluate: Self.evaluation(on: test, task, views: recipe.views, makeProgram),
      validation: Self.validation(recipe.validationPlan, split, heldOut, of: images, task, makeProgram),
      start: weights?.start(of: graph), pauseAfter: pauseAfter, description: description,
      makeObserver: Self.observation(board),
      makeStepper: { () throws(InputError) in
        try configuration.makeStepper(
          graph, loss: task.loss, trainingCount: split?.training.count ?? images.count, normalization: normalization,
          preparation: preparation, instructionSet: instructionSet)
      })
  }

  /// The task as a run's files name it.
  ///
  /// - Throws: `InputError` of kind `.usage` for a task that they have no name for, where there are such files.
  private static func recorded(_ task: any LearningTask, _ run: RunFolder?) throws(InputError) -> TaskRecipe {
    if let known = TaskRecipe(task) { return known }
    guard run == nil else {
      throw InputError(
        .usage, "a run of this task cannot be saved in a folder",
        expected: TaskRecipe.Name.allCases.map(\.rawValue).joined(separator: ", "), found: task.name,
        remedy: "train it without a run folder, and save its parameters yourself")
    }
    return .classify
  }

  /// How the images are drawn. A run that goes on has no weights that it starts from any more: what it inherited, its folder
  /// says.
  private static func picture(
    of images: LabeledImages, _ recipe: Recipe, _ run: RunFolder?, _ weights: StartingWeights?
  ) throws(InputError) -> PictureDescription {
    if let run, let kept = try RunFolder.model(at: run.path)?.picture, kept.isInherited { return kept }
    return PictureDescription(of: images, dataset: recipe.data.dataset, startingFrom: weights)
  }

  private typealias MakeProgram = @Sendable ([NamedTensor]) throws(InputError) -> InferenceProgram

  private static func evaluation(
    on test: LabeledImages?, _ task: any LearningTask, views: [EvaluationView], _ makeProgram: @escaping MakeProgram
  ) -> (@Sendable ([NamedTensor]) throws(InputError) -> EvaluationResult)? {
    guard let test else { return nil }
    return { parameters throws(InputError) in
      let program = try makeProgram(parameters)
      guard views != [.identity] else { return try task.evaluate(program, on: test, at: nil) }
      return try Evaluator([program], views: views).evaluate(test)
    }
  }

  private static func observation(
    _ plan: TensorBoardPlan?
  ) -> (@Sendable (Checkpoint?) throws(InputError) -> any TrainingObserver)? {
    guard let plan else { return nil }
    return { checkpoint throws(InputError) in try TensorBoardObserver(plan, after: checkpoint) }
  }

  /// Evaluates the held-out images with one program, which is given each epoch's weights.
  private static func validation(
    _ plan: ValidationPlan?, _ split: DatasetSplit?, _ heldOut: LabeledImages?, of training: TrainingImages,
    _ task: any LearningTask, _ makeProgram: @escaping MakeProgram
  ) -> Validation? {
    let drawn = heldOut.map {
      DatasetSplit(
        training: Shuffling.unshuffled(count: training.count), validation: Shuffling.unshuffled(count: $0.count))
    }
    guard let plan, let split = split ?? drawn else { return nil }
    let images = heldOut ?? training.inMemory
    return Validation(plan, split: split) { () throws(InputError) in
      var program: InferenceProgram?
      return { parameters throws(InputError) in
        guard let program else {
          let made = try makeProgram(parameters)
          program = made
          return try task.evaluate(made, on: images, at: split.validation)
        }
        try program.load(parameters: parameters)
        return try task.evaluate(program, on: images, at: split.validation)
      }
    }
  }
}
