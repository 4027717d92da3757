import Datasets
import Files
import Inkling

extension Trainer {
  /// Trains `graph` on a data set's training set, and evaluates the weights that it ends with once on the test set. The
  /// folds of a cross-validation leave the test set alone.
  ///
  /// - Parameters:
  ///   - graph: a model whose output is one logit a class.
  ///   - configuration: what to do; a run folder's own takes its place.
  ///   - augmentation: what is done to the training images; every epoch sees other versions of them.
  ///   - runFolder: where the run is saved; nil saves nothing.
  ///   - checkpoint: where to go on (`RunFolder.loadCheckpoint()`); nil starts anew.
  ///   - shouldStop: asked before every step, such as for a signal.
  /// - Throws: `InputError` when the data set is not the model's, or an option is out of range. What else can be wrong
  ///   ends the events.
  public convenience init(
    _ graph: Graph, on dataset: Dataset, configuration: TrainingConfiguration, instructionSet: InstructionSet,
    augmentation: Augmentation? = nil, runFolder: RunFolder? = nil, resuming checkpoint: Checkpoint? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(InputError) {
    let configuration = runFolder?.configuration ?? configuration
    let train = dataset.train
    try configuration.validate(trainingCount: train.count)
    try graph.requireFit(train)
    let split = try configuration.split(of: train)
    let normalization = TrainingConfiguration.normalization(channels: train.channels)
    let test = configuration.isFold ? nil : dataset.test
    if let split { try runFolder?.keep(SplitRecord(split, of: train)) }
    let makeProgram: MakeProgram = { parameters throws(InputError) in
      try InferenceProgram(
        graph, parameters: parameters, normalization: normalization, threads: configuration.threads,
        instructionSet: instructionSet)
    }
    let preparation = try augmentation.map { augmentation throws(InputError) in
      try AugmentedImages(augmentation, of: train, seed: configuration.seed)
    }
    self.init(
      configuration: configuration, data: train, runFolder: runFolder, resuming: checkpoint,
      kernels: instructionSet.rawValue, shouldStop: shouldStop,
      evaluate: Self.evaluation(on: test, makeProgram),
      validation: Self.validation(configuration.validation, split, of: train, makeProgram),
      makeStepper: { () throws(InputError) in
        let program = try TrainingProgram(
          graph, seed: configuration.seed,
          optimizer: SGD(learningRate: Float(configuration.learningRate), momentum: Float(configuration.momentum)),
          normalization: normalization, batchSize: configuration.batchSize, threads: configuration.threads,
          instructionSet: instructionSet)
        program.preparation = preparation
        return program
      })
  }

  private typealias MakeProgram = @Sendable ([NamedTensor]) throws(InputError) -> InferenceProgram

  private static func evaluation(
    on test: LabeledImages?, _ makeProgram: @escaping MakeProgram
  ) -> (@Sendable ([NamedTensor]) throws(InputError) -> EvaluationResult)? {
    guard let test else { return nil }
    return { parameters throws(InputError) in try makeProgram(parameters).evaluate(test) }
  }

  /// Evaluates the held-out images with one program, which is given each epoch's weights.
  private static func validation(
    _ plan: ValidationPlan?, _ split: DatasetSplit?, of images: LabeledImages,
    _ makeProgram: @escaping MakeProgram
  ) -> Validation? {
    guard let plan, let split else { return nil }
    return Validation(plan, split: split) { () throws(InputError) in
      var program: InferenceProgram?
      return { parameters throws(InputError) in
        guard let program else {
          let made = try makeProgram(parameters)
          program = made
          return made.evaluate(images, at: split.validation)
        }
        try program.load(parameters: parameters)
        return program.evaluate(images, at: split.validation)
      }
    }
  }
}
